import { randomUUID } from 'node:crypto';
import type { Sim } from '../../src/lines/line';
import { LineNames } from '../../src/lines/line-names';
import { AuditLog } from '../../src/observability/audit-log';
import { CacheEntries } from '../../src/reads/cache-entry';
import { ReadCache, type CacheOutcome } from '../../src/reads/read-cache';
import { SingleFlight } from '../../src/reads/single-flight';
import { Epochs } from '../../src/store/epochs';
import { MemoryStore } from '../../src/store/memory.store';
import { TextSeal } from '../../src/store/sealed-text';
import type { Store } from '../../src/store/store';
import type { Attempt } from '../../src/writes/attempt';
import type { Outcome } from '../../src/writes/outcome';
import { WriteLedger } from '../../src/writes/write-ledger';
import { WriteNames } from '../../src/writes/write-names';
import { outcomeUnknown } from '../../src/writes/write-problems';
import { Writes } from '../../src/writes/writes';
import { build, KINDS, type Bench } from './store-bench';

const ICCID = '8981199993109195123';
const SECRET = 'oem-key';
const lifetimes = { freshMs: 30_000, staleMs: 300_000, refreshAfterMs: 10_000 };
const UNHEARD = { onLost: () => {}, onForeign: () => {} };
let lines = 0;
const nextLine = (): Sim => ({ type: 'sim', id: `0802222${String(++lines).padStart(4, '0')}` });

/** The read path and the write path of one replica. */
class Replica {
  readonly names: LineNames;
  private readonly cache: ReadCache;
  private readonly writes: Writes;
  private readonly epochs: Epochs;

  constructor(
    private readonly store: Store,
    { contract = 'here', secret = SECRET, leaseMs = 60_000 } = {},
  ) {
    this.names = new LineNames(secret, contract);
    const epochs = (this.epochs = new Epochs(store, secret, UNHEARD));
    const entries = new CacheEntries(new TextSeal(secret, contract));
    const all = { detail: lifetimes, traffic: lifetimes, master: lifetimes };
    this.cache = new ReadCache(store, epochs, this.names, entries, new SingleFlight(), {
      lifetimes: all,
      deadlineMs: 8_000,
    });
    const ledger = new WriteLedger(store, new TextSeal(secret, 'writes'), 60_000);
    const names = { writes: new WriteNames(secret, contract), lines: this.names };
    const silent = { onDecision: () => {}, onEnd: () => {}, onUnconfirmed: () => {} };
    const times = { answerMs: 20_000, reservationMs: leaseMs, leaseMs };
    const audit = new AuditLog(async () => {});
    this.writes = new Writes({ store, ledger, epochs, names, audit, listener: silent, times });
  }

  /** Reads the epochs of the store, as a process does at its start. */
  async met(): Promise<this> {
    await this.epochs.look().catch(() => undefined);
    return this;
  }

  /** One word for how a read was answered. */
  async read(line: Sim, { refresh = false, error }: { refresh?: boolean; error?: Error } = {}) {
    const fetch = async () => {
      if (error) throw error;
      return { kind: 'found', value: { iccid: ICCID } } as const;
    };
    const request = { refresh, onLeave: () => () => undefined };
    const { outcome } = await this.cache.read({ kind: 'detail', line, fetch, isFault: () => true }, request);
    await settled();
    return wordOf(outcome);
  }

  async begin(line: Sim): Promise<Attempt> {
    const begun = await this.writes.begin(
      { caller: 'c', route: 'POST /quota', key: randomUUID(), requestId: 'r' },
      {
        ...{ type: 'quota_addition', line, content: { amount: lines } },
        presumed: () => ({ status: 201, body: {} }),
        check: () => null,
      },
    );
    if (begun.kind === 'replay') throw new Error('replayed');
    await begun.attempt.markSent();
    return begun.attempt;
  }

  async end(attempt: Attempt, kind: 'applied' | 'unknown'): Promise<void> {
    const outcome: Outcome =
      kind === 'applied'
        ? { kind, answer: { status: 201, body: {} } }
        : { kind, problem: outcomeUnknown(attempt.operationId, { status: 504 }) };
    await attempt.settle(Promise.resolve(outcome)).catch(() => undefined);
    await this.writes.settled();
  }

  /** The text of a record about a line. */
  async textOf(line: Sim, kind: 'line' | 'read:detail'): Promise<string | null> {
    const { bucket, pseudonym } = this.names.of(line);
    return (await this.store.read(String(bucket), [`${kind}:${pseudonym}`])).texts[0] ?? null;
  }
}

function wordOf(outcome: CacheOutcome): string {
  return outcome.kind === 'asked' ? outcome.why : outcome.kind;
}

/** Waits for cache entries, which reads do not wait for. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 15));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(KINDS)('answers cached in %s', (kind) => {
  let bench: Bench;
  let one: Replica;
  let other: Replica;

  beforeAll(async () => {
    bench = await build(kind);
    [one, other] = [await new Replica(bench.stores[0]).met(), await new Replica(bench.stores[1]).met()];
  });
  afterAll(() => bench.close());

  it('are served by every replica', async () => {
    const line = nextLine();

    expect([await one.read(line), await other.read(line), await one.read(line)]).toEqual([
      'miss',
      'hit',
      'hit',
    ]);
  });

  it('are served neither during nor after a write through any replica', async () => {
    const line = nextLine();
    await one.read(line);

    const attempt = await other.begin(line);
    expect(await one.read(line)).toBe('write-in-progress');
    await other.end(attempt, 'applied');

    expect([await one.read(line), await other.read(line)]).toEqual(['miss', 'hit']);
  });

  it('are served again after a write whose process died, once its lease is over', async () => {
    const line = nextLine();
    await new Replica(bench.stores[1], { leaseMs: 50 }).begin(line);
    await pause(60);

    expect([await one.read(line), await one.read(line)]).toEqual(['miss', 'hit']);
  });

  it('are not served while another write runs beside an unknown one', async () => {
    const line = nextLine();
    const hasty = new Replica(bench.stores[1], { leaseMs: 50 });
    await hasty.end(await hasty.begin(line), 'unknown');
    await pause(60);
    expect([await one.read(line), await one.read(line)]).toEqual(['miss', 'hit']);

    lines++;
    const attempt = await other.begin(line);
    expect(await one.read(line)).toBe('write-in-progress');
    await other.end(attempt, 'applied');

    expect([await one.read(line), await other.read(line)]).toEqual(['miss', 'hit']);
  });

  it('are no longer served once the bucket of the line has lost its data', async () => {
    const line = nextLine();
    expect([await one.read(line), await one.read(line)]).toEqual(['miss', 'hit']);
    const bucket = String(one.names.of(line).bucket);
    const { texts } = await bench.stores[0].read(bucket, ['epoch']);
    await bench.stores[0].commit(bucket, [{ key: 'epoch', expected: texts[0] ?? null, next: null }]);

    expect(await one.read(line)).toBe('store-unavailable');
    await settled();
    expect(await one.read(line)).toBe('miss');
  });

  it('contain neither line nor answer in clear', async () => {
    const line = nextLine();
    await one.read(line);
    const { pseudonym } = one.names.of(line);

    const dump = JSON.stringify([pseudonym, await one.textOf(line, 'read:detail')]);

    expect(dump).toContain('sealed');
    for (const secret of [line.id, line.id.slice(1), ICCID]) expect(dump).not.toContain(secret);
  });

  it('cannot be moved to another line by writing into the store', async () => {
    const [line, elsewhere] = [nextLine(), nextLine()];
    await one.read(line);
    await one.read(elsewhere);
    const [text, own] = [await one.textOf(line, 'read:detail'), await one.textOf(elsewhere, 'read:detail')];
    const { version } = JSON.parse(own!) as { version: string };
    const forged = JSON.stringify({ ...(JSON.parse(text!) as object), version });
    const { bucket, pseudonym } = one.names.of(elsewhere);
    await bench.stores[0].commit(String(bucket), [
      { key: `read:detail:${pseudonym}`, expected: own, next: forged },
    ]);

    expect(await other.read(elsewhere)).toBe('miss');
  });

  it('are not read under another contract', async () => {
    const line = nextLine();
    await one.read(line);

    expect(await (await new Replica(bench.stores[1], { contract: 'elsewhere' }).met()).read(line)).toBe(
      'miss',
    );
  });
});

describe('as time passes', () => {
  let nowMs = 1_770_000_000_000;
  let store: MemoryStore;
  let replica: Replica;
  beforeEach(async () => {
    store = new MemoryStore(() => nowMs);
    replica = await new Replica(store).met();
  });

  it('a cached answer is fresh, then usable as stale, then gone', async () => {
    const line = nextLine();
    const error = new Error('down');
    await replica.read(line);

    nowMs += 29_999;
    expect(await replica.read(line, { error })).toBe('hit');
    nowMs += 1;
    expect(await replica.read(line, { error })).toBe('stale');
    nowMs += 300_000;
    await expect(replica.read(line, { error })).rejects.toBe(error);
  });

  it('a cached answer can be refreshed on demand, but not too often', async () => {
    const line = nextLine();
    await replica.read(line);
    const asks = { refresh: true };

    nowMs += 9_999;
    expect(await replica.read(line, asks)).toBe('hit');
    nowMs += 1;
    expect([await replica.read(line, asks), await replica.read(line, asks)]).toEqual(['request', 'hit']);
  });

  it('a cached answer from the future of the store clock is not fresh', async () => {
    const line = nextLine();
    await replica.read(line);

    nowMs -= 60_000;

    expect(await replica.read(line)).toBe('stale');
  });

  it('entries of lines that are no longer read disappear', async () => {
    for (let count = 0; count < 300; count++) await replica.read(nextLine());
    nowMs += 60 * 60_000;
    for (let count = 0; count < 300; count++) await replica.read(nextLine());

    expect(store.size).toBeLessThanOrEqual(1_300);
  });
});
