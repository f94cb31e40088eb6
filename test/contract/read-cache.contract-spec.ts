import { randomUUID } from 'node:crypto';
import { LineLocks } from '../../src/http/idempotency/line-locks';
import { lineKeyOf, LineVersions } from '../../src/http/idempotency/line-versions';
import { OwnMemory } from '../../src/http/idempotency/own-memory';
import { StoreEpoch } from '../../src/http/idempotency/store-epoch';
import { WriteLedger } from '../../src/http/idempotency/write-ledger';
import type { WriteRecord } from '../../src/http/idempotency/write-record';
import { CacheEntries } from '../../src/http/read-cache/cache-entries';
import type { CacheOutcome } from '../../src/http/read-cache/cache-status';
import { Flights } from '../../src/http/read-cache/flights';
import { ReadCache } from '../../src/http/read-cache/read-cache';
import { SharedFetches } from '../../src/http/read-cache/shared-fetches';
import { MemoryStore } from '../../src/store/memory.store';
import { Pseudonyms } from '../../src/store/pseudonyms';
import { TextSeal } from '../../src/store/sealed-text';
import type { Store } from '../../src/store/store';
import { build, KINDS, type Bench } from './store-bench';

const ICCID = '8981199993109195123';
const SECRET = 'oem-key';
const lifetimes = { freshMs: 30_000, staleMs: 300_000, refreshAfterMs: 10_000 };
const namesUnder = (secret: string) => new Pseudonyms(secret, 'lines');
const pseudonyms = namesUnder(SECRET);
const DAY_MS = 24 * 60 * 60_000;
const WRITE: Omit<WriteRecord, 'state' | 'owner' | 'lineKey' | 'fingerprint'> = {
  ...{ leaseUntilMs: 0, caller: 'portal', type: 'quota_addition', line: '090****5678', details: 'sealed' },
  ...{ answer: null, applied: null, createdAt: '2026-02-05T07:26:46Z', endedAt: null, resolution: null },
};
const UNHEARD = { onLost: () => {}, onForeign: () => {} };
let lines = 0;
const nextLine = () => `0802222${String(++lines).padStart(4, '0')}`;

/** The read path and the line locks of one replica. */
class Replica {
  readonly locks: LineLocks;
  readonly ledger: WriteLedger;
  private readonly cache: ReadCache;
  private told: CacheOutcome | undefined;

  constructor(store: Store, { environment = 'here', secret = SECRET } = {}) {
    const [names, seal] = [namesUnder(secret), new TextSeal(secret, 'writes')];
    const ledger = new WriteLedger(store, seal, DAY_MS);
    const locks = new LineLocks(store, ledger);
    const epoch = new StoreEpoch(store, new Pseudonyms(secret, 'secret'), UNHEARD);
    const memory = new OwnMemory(epoch);
    const versions = new LineVersions({ store, pseudonyms: names, locks, ledger, memory });
    const entries = new CacheEntries(store, new TextSeal(secret, environment), names);
    [this.locks, this.ledger] = [locks, ledger];
    const fetches = new SharedFetches(entries, new Flights());
    const all = { detail: lifetimes, traffic: lifetimes, master: lifetimes };
    this.cache = new ReadCache(
      { versions, entries, fetches, onRead: () => {} },
      { lifetimes: all, deadlineMs: 8_000 },
    );
  }

  /** How a read came about, in a word. */
  async read(account: string, { refresh = false, error }: { refresh?: boolean; error?: Error } = {}) {
    const fetch = async () => {
      if (error) throw error;
      return { kind: 'found', value: { iccid: ICCID } } as const;
    };
    const call = {
      refresh,
      gone: new AbortController().signal,
      tell: (outcome: CacheOutcome) => void (this.told = outcome),
    };
    await this.cache.read({ kind: 'detail', account, fetch, isFault: () => true }, call);
    return this.told?.kind === 'asked' ? this.told.why : this.told?.kind;
  }

  /** A write that is on record as unknown, by one who waits for its answer for so long. */
  async leaveUnknown(account: string, leaseMs: number) {
    const hold = this.hold(account);
    await this.locks.take(hold, leaseMs);
    await this.record(hold, 'unknown');
    return hold;
  }

  async record(hold: ReturnType<Replica['hold']>, state: WriteRecord['state']): Promise<void> {
    await this.ledger.cell(hold.operationId).change(() => ({ next: { ...WRITE, ...hold, state } }));
  }

  hold(account: string) {
    const operationId = randomUUID();
    const lineKey = lineKeyOf(pseudonyms, account);
    return { lineKey, operationId, owner: randomUUID(), fingerprint: operationId };
  }
}

describe.each(KINDS)('answers kept in %s', (kind) => {
  let bench: Bench;
  let one: Replica;
  let other: Replica;
  beforeAll(async () => {
    bench = await build(kind);
    [one, other] = [new Replica(bench.stores[0]), new Replica(bench.stores[1])];
  });
  afterAll(() => bench.close());

  it('are given by every replica', async () => {
    const line = nextLine();

    expect([await one.read(line), await other.read(line), await one.read(line)]).toEqual([
      'miss',
      'hit',
      'hit',
    ]);
  });

  it('are given neither during nor after a write through any replica', async () => {
    const line = nextLine();
    const hold = other.hold(line);
    await one.read(line);

    await other.locks.take(hold, 60_000);
    expect(await one.read(line)).toBe('write-in-progress');
    await other.locks.give(hold);

    expect([await one.read(line), await other.read(line)]).toEqual(['miss', 'hit']);
  });

  it('are given again after a write whose owner died before it was sent', async () => {
    const line = nextLine();
    await other.locks.take(other.hold(line), 1);
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect([await one.read(line), await one.read(line)]).toEqual(['miss', 'hit']);
  });

  it('are given again once nobody waits for an unknown write, until its outcome is on record', async () => {
    const line = nextLine();
    const hold = await other.leaveUnknown(line, 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const before = [await one.read(line), await other.read(line)];

    await other.record(hold, 'done');

    expect(before).toEqual(['miss', 'hit']);
    expect([await one.read(line), await other.read(line)]).toEqual(['miss', 'hit']);
  });

  it('are not given while another write runs beside an unknown one', async () => {
    const line = nextLine();
    await other.leaveUnknown(line, 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await one.read(line);
    const next = other.hold(line);
    await other.locks.take(next, 60_000);

    expect(await one.read(line)).toBe('write-in-progress');
    await other.locks.give(next);
    expect([await one.read(line), await other.read(line)]).toEqual(['miss', 'hit']);
  });

  it('are given no more when the record of the line has been lost', async () => {
    const line = nextLine();
    await one.read(line);
    const [store] = bench.stores;
    const key = lineKeyOf(pseudonyms, line);
    await store.compareAndSet(key, await store.read(key), null);
    // A record that is lost and found missing within one millisecond would be told from itself by nobody.
    await new Promise((resolve) => setTimeout(resolve, 2));

    expect(await one.read(line)).toBe('miss');
  });

  it('are neither given nor kept by a replica under another secret, which hears of no write', async () => {
    const line = nextLine();
    await one.read(line);
    const foreign = new Replica(bench.stores[1], { secret: 'another' });

    expect([await foreign.read(line), await foreign.read(line)]).toEqual([
      'store-unavailable',
      'store-unavailable',
    ]);
  });

  it('are given no more once the store was wiped, and another secret was the first to come', async () => {
    const [store] = bench.stores;
    const line = nextLine();
    expect([await one.read(line), await one.read(line)]).toEqual(['miss', 'hit']);
    for (const key of await store.keys('')) await store.compareAndSet(key, await store.read(key), null);
    await new Replica(bench.stores[1], { secret: 'another' }).read(line);

    expect(await one.read(line)).toBe('store-unavailable');
    await store.compareAndSet('epoch', await store.read('epoch'), null);
  });

  it('hold neither line nor answer in clear', async () => {
    const line = nextLine();
    await one.read(line);
    const [store] = bench.stores;
    const keys = [...(await store.keys('cache:')), ...(await store.keys('line:'))];
    const texts = await Promise.all(keys.map(async (key) => (await store.read(key)).text));

    const dump = JSON.stringify([keys, texts]);

    expect(keys.length).toBeGreaterThan(1);
    for (const secret of [line, line.slice(1), ICCID]) expect(dump).not.toContain(secret);
  });

  it('cannot be made younger, or be moved to another line, by one who writes into the store', async () => {
    const [line, elsewhere] = [nextLine(), nextLine()];
    await one.read(line);
    await one.read(elsewhere);
    const [store] = bench.stores;
    const keyOf = (account: string) => `cache:detail:${pseudonyms.of(account)}`;
    const { text } = await store.read(keyOf(line));
    const version = (JSON.parse((await store.read(keyOf(elsewhere))).text!) as { version: number }).version;
    const forged = JSON.stringify({ ...(JSON.parse(text!) as object), version });
    await store.compareAndSet(keyOf(elsewhere), await store.read(keyOf(elsewhere)), forged);

    expect(await one.read(elsewhere)).toBe('miss');
  });

  it('are not read by another environment', async () => {
    const line = nextLine();
    await one.read(line);

    expect(await new Replica(bench.stores[1], { environment: 'elsewhere' }).read(line)).toBe('miss');
  });
});

describe('as time goes by', () => {
  let nowMs = 1_770_000_000_000;
  let store: MemoryStore;
  let replica: Replica;
  beforeEach(() => {
    store = new MemoryStore(() => nowMs);
    replica = new Replica(store);
  });

  it('an answer is fresh, then stands in for Freebit, then is gone', async () => {
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

  it('an answer about a line with an unknown write is fresh only for 10 seconds, and stands in as any', async () => {
    const line = nextLine();
    const error = new Error('down');
    await replica.leaveUnknown(line, 1_000);
    expect(await replica.read(line)).toBe('write-in-progress');

    nowMs += 1_000;
    expect(await replica.read(line)).toBe('miss');
    nowMs += 9_999;
    expect(await replica.read(line, { error })).toBe('hit');
    nowMs += 1;
    expect([await replica.read(line, { error }), await replica.read(line)]).toEqual(['stale', 'stale']);
    expect(await replica.read(line)).toBe('hit');
  });

  it('a clock that is set back makes an unknown write one that may run', async () => {
    const line = nextLine();
    await replica.leaveUnknown(line, 5_000);
    nowMs += 5_000;
    expect(await replica.read(line)).toBe('miss');

    nowMs -= 1;

    expect(await replica.read(line)).toBe('write-in-progress');
  });

  it('a new answer is had on demand, but not every moment', async () => {
    const line = nextLine();
    await replica.read(line);
    const asks = { refresh: true };

    nowMs += 9_999;
    expect(await replica.read(line, asks)).toBe('hit');
    nowMs += 1;
    expect([await replica.read(line, asks), await replica.read(line, asks)]).toEqual(['request', 'hit']);
  });

  it('no answer counts whose age the clock of the store does not tell', async () => {
    const line = nextLine();
    await replica.read(line);

    nowMs -= 60_000;

    expect(await replica.read(line)).toBe('stale');
  });

  it('lines that nobody reads any more leave nothing behind', async () => {
    for (let count = 0; count < 500; count++) await replica.read(nextLine());
    nowMs += 60 * 60_000;
    for (let count = 0; count < 500; count++) await replica.read(nextLine());

    expect(store.size).toBeLessThanOrEqual(1_010);
  });
});
