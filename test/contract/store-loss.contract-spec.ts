import { randomUUID } from 'node:crypto';
import type { LineNames } from '../../src/lines/line-names';
import { ProblemError } from '../../src/http/problems/problem-error';
import { AuditLog } from '../../src/observability/audit-log';
import { Epochs } from '../../src/store/epochs';
import { TextSeal } from '../../src/store/sealed-text';
import type { Attempt } from '../../src/writes/attempt';
import type { Outcome } from '../../src/writes/outcome';
import { WriteLedger } from '../../src/writes/write-ledger';
import { WriteNames } from '../../src/writes/write-names';
import type { WriteCommand } from '../../src/writes/write-command';
import { Writes } from '../../src/writes/writes';
import { build, KINDS, type Bench } from './store-bench';
import { wipeable, type WorldStore } from './write-world';

const TIMES = { answerMs: 20_000, reservationMs: 25_000, leaseMs: 50_000 };
const lines = { of: ({ id }: { id: string }) => ({ pseudonym: id, bucket: 7 }) } as unknown as LineNames;

/** A key from a clock that is ahead. */
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
    ...{ type: 'quota_addition', line: { type: 'sim', id: '09012345678' }, content: { amountMb: 100 } },
    presumed: () => ({ status: 201, body: {} }),
    check: () => null,
  };

  /** One process that has read the epochs of the store. */
  async function replica(): Promise<Writes> {
    const ledger = new WriteLedger(store, new TextSeal('secret', 'writes'), 600_000);
    const unheard = { onLost: () => undefined, onForeign: () => undefined };
    const epochs = new Epochs(store, 'secret', unheard, ['7']);
    await epochs.look();
    const names = { writes: new WriteNames('secret', 'contract'), lines };
    const listener = { onDecision: () => {}, onEnd: () => {}, onUnconfirmed: () => {} };
    const audit = new AuditLog(async () => {});
    return new Writes({ store, ledger, epochs, names, audit, listener, times: TIMES });
  }

  /** The status that the caller gets. */
  async function ask(writes: Writes, key: string): Promise<number | undefined> {
    const call = { caller: 'c', route: 'POST /quota', key, requestId: 'r' };
    try {
      const begun = await writes.begin(call, command);
      if (begun.kind === 'replay') return begun.answer.status;
      return (await begun.attempt.settle(send(begun.attempt))).status;
    } catch (error) {
      return error instanceof ProblemError ? (error.facts.status ?? 400) : undefined;
    }
  }

  async function send(attempt: Attempt): Promise<Outcome> {
    if (await attempt.markSent()) executions++;
    return { kind: 'applied', answer: { status: 201, body: {} } };
  }

  it('does not repeat a write whose key is from a clock that is ahead', async () => {
    const [one, other] = [await replica(), await replica()];
    const key = keyMadeIn(2_000);
    const first = await ask(one, key);
    await store.wipe();

    const again = [await ask(one, key), await ask(other, key), await ask(await replica(), key)];

    expect([first, again, executions]).toEqual([201, [409, 409, 409], 1]);
  });

  it('refuses keys that were made within a minute of the loss, and accepts those without a time', async () => {
    const one = await replica();
    await ask(one, keyMadeIn(1_000));
    await store.wipe();

    const tooSoon = await ask(one, keyMadeIn(30_000));
    const fresh = await ask(one, 'order-4711');

    expect([tooSoon, fresh, executions]).toEqual([409, 201, 2]);
  });

  it('refuses no key while it is new and several replicas start', async () => {
    const replicas = [await replica(), await replica(), await replica()];
    const keys = replicas.map(() => keyMadeIn(1_000));

    const answers: (number | undefined)[] = [];
    for (const [index, one] of replicas.entries()) answers.push(await ask(one, keys[index]!));

    expect(answers).toEqual([201, 201, 201]);
  });
});
