import { randomUUID } from 'node:crypto';
import { AtMostOnce } from '../../src/http/idempotency/at-most-once';
import { LineLocks } from '../../src/http/idempotency/line-locks';
import { StoreEpoch } from '../../src/http/idempotency/store-epoch';
import type { WriteCommand } from '../../src/http/idempotency/write-command';
import { WriteLedger } from '../../src/http/idempotency/write-ledger';
import { ProblemError } from '../../src/http/problems/problem-error';
import { AuditLog } from '../../src/observability/audit-log';
import { Pseudonyms } from '../../src/store/pseudonyms';
import { TextSeal } from '../../src/store/sealed-text';
import { build, KINDS, type Bench } from './store-bench';
import { wipeable, type WorldStore } from './write-world';

const OPTIONS = {
  keyPolicy: 'required',
  answerMs: 20_000,
  listenMs: 40_000,
  reservationMs: 25_000,
  leaseMarginMs: 10_000,
} as const;

/** A key of a caller whose clock is ahead. */
function keyMadeIn(ms: number): string {
  const time = (Date.now() + ms).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

describe.each(KINDS)('a store (%s) that loses its memory', (kind) => {
  let bench: Bench;
  let store: WorldStore;
  let executions: number;

  beforeAll(async () => {
    bench = await build(kind);
  });
  beforeEach(() => {
    store = wipeable(bench.stores[0]);
    executions = 0;
  });
  afterAll(() => bench.close());

  const command: WriteCommand = {
    ...{ type: 'quota_addition', account: '09012345678', lineKey: 'line:a', content: { amountMb: 100 } },
    presumed: () => ({ kind: 'success', status: 201, body: {} }),
    execute: async (_, beforeSend) => {
      await beforeSend();
      executions++;
      return { kind: 'applied', answer: { kind: 'success', status: 201, body: {} } };
    },
  };

  function replica(): AtMostOnce {
    const ledger = new WriteLedger(store, new TextSeal('secret', 'writes'), 60_000);
    const listener = { onLost: () => undefined, onForeign: () => undefined };
    const parts = {
      ...{ ledger, locks: new LineLocks(store, ledger), audit: new AuditLog(async () => {}) },
      epoch: new StoreEpoch(store, new Pseudonyms('secret', 'secret'), listener),
      commands: new Pseudonyms('secret', 'commands'),
      onEnd: () => undefined,
      onDecision: () => undefined,
    };
    return new AtMostOnce(parts, OPTIONS);
  }

  /** The status that the caller gets. */
  async function ask(atMostOnce: AtMostOnce, key: string): Promise<number | undefined> {
    const call = {
      caller: 'c',
      route: 'POST /quota',
      key,
      requestId: 'r',
      answer: (answer: object) => answer,
    };
    return await atMostOnce.run(call, command).then(
      ({ status }) => status,
      (error: unknown) => (error instanceof ProblemError ? error.facts.status : undefined),
    );
  }

  it('does not repeat a write whose key was made by a clock that is ahead', async () => {
    const [one, other] = [replica(), replica()];
    const key = keyMadeIn(2_000);
    const first = await ask(one, key);
    await store.wipe();

    const again = [await ask(one, key), await ask(other, key), await ask(replica(), key)];

    expect([first, again, executions]).toEqual([201, [409, 409, 409], 1]);
  });

  it('takes keys again that were made more than ten seconds after', async () => {
    const one = replica();
    await ask(one, keyMadeIn(1_000));
    await store.wipe();

    const tooSoon = await ask(one, keyMadeIn(5_000));
    const fresh = await ask(one, keyMadeIn(90_000));

    expect([tooSoon, fresh, executions]).toEqual([409, 201, 2]);
  });

  it('refuses nobody when it is new, also while several replicas begin', async () => {
    const replicas = [replica(), replica(), replica()];
    const keys = replicas.map(() => keyMadeIn(1_000));

    const answers: (number | undefined)[] = [];
    for (const [index, one] of replicas.entries()) answers.push(await ask(one, keys[index]!));

    expect(answers).toEqual([201, 201, 201]);
  });
});
