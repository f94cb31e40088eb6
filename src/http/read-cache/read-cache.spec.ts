import fc from 'fast-check';
import { MemoryStore } from '../../store/memory.store';
import { Pseudonyms } from '../../store/pseudonyms';
import { TextSeal } from '../../store/sealed-text';
import type { Snapshot, Store } from '../../store/store';
import { LineLocks } from '../idempotency/line-locks';
import { lineKeyOf, LineVersions, type LineVersionsParts } from '../idempotency/line-versions';
import { OwnMemory } from '../idempotency/own-memory';
import { StoreEpoch } from '../idempotency/store-epoch';
import { WriteLedger } from '../idempotency/write-ledger';
import type { WriteRecord } from '../idempotency/write-record';
import { CacheEntries } from './cache-entries';
import { Flights, type Route, type Waiter } from './flights';
import { ReadCache, type ReadCacheParts } from './read-cache';
import { SharedFetches } from './shared-fetches';

const ACCOUNT = '09012345678';
const LEASE_MS = 60_000;
const lifetimes = { freshMs: 30_000, staleMs: 300_000, refreshAfterMs: 10_000 };
const seal = new TextSeal('secret', 'reads');
const pseudonyms = new Pseudonyms('secret', 'lines');

const WRITE: Omit<WriteRecord, 'state' | 'owner' | 'lineKey' | 'fingerprint'> = {
  ...{ leaseUntilMs: 0, caller: 'portal', type: 'quota_addition', line: '090****5678', details: 'sealed' },
  ...{ answer: null, applied: null, createdAt: '2026-02-05T07:26:46Z', endedAt: null, resolution: null },
};

/** Lets the scheduler decide when a question arrives and when its answer does. */
async function travel<Value>(scheduler: fc.Scheduler, act: () => Value | Promise<Value>): Promise<Value> {
  await scheduler.schedule(Promise.resolve());
  const value = await act();
  await scheduler.schedule(Promise.resolve());
  return value;
}

class FarStore implements Store {
  constructor(
    private readonly scheduler: fc.Scheduler,
    private readonly store: Store,
  ) {}

  read(key: string): Promise<Snapshot> {
    return travel(this.scheduler, () => this.store.read(key));
  }

  compareAndSet(...change: Parameters<Store['compareAndSet']>): Promise<boolean> {
    return travel(this.scheduler, () => this.store.compareAndSet(...change));
  }

  keys(): Promise<string[]> {
    return Promise.resolve([]);
  }
}

type Mistake = (parts: ReadCacheParts) => Partial<ReadCacheParts>;

/** Replicas over one store, a Freebit that counts writes on one line, and what callers have been told. */
class World {
  private readonly store: Store;
  private readonly locks: LineLocks;
  private readonly ledger: WriteLedger;
  private readonly replicas: ReadCache[];
  private applied = 0;
  private acknowledged = 0;
  asked = 0;
  readonly outdated: string[] = [];

  constructor(
    private readonly scheduler: fc.Scheduler,
    mistake: Mistake,
  ) {
    this.store = new FarStore(scheduler, new MemoryStore());
    this.ledger = new WriteLedger(this.store, seal, LEASE_MS);
    this.locks = new LineLocks(this.store, this.ledger);
    this.replicas = [this.replica(mistake), this.replica(mistake)];
  }

  async read(replica: number, refresh: boolean): Promise<void> {
    await this.scheduler.schedule(Promise.resolve());
    const [acknowledged, gone] = [this.acknowledged, new AbortController().signal];
    const fetch = async () => {
      this.asked++;
      return { kind: 'found', value: await travel(this.scheduler, () => this.applied) } as const;
    };
    const read = { kind: 'detail', account: ACCOUNT, fetch, isFault: () => true } as const;
    const { answer } = await this.replicas[replica]!.read(read, { refresh, gone, tell: () => {} });
    const seen = answer.kind === 'found' ? answer.value : -1;
    if (seen < acknowledged) this.outdated.push(`read ${seen} after ${acknowledged}`);
  }

  /** As a write goes: the line is taken, kept, written on, given back; then the caller is told. */
  async write(operationId: string): Promise<void> {
    const owner = `owner of ${operationId}`;
    const hold = {
      lineKey: lineKeyOf(pseudonyms, ACCOUNT),
      operationId,
      owner,
      fingerprint: operationId,
    };
    await this.locks.take(hold, LEASE_MS);
    await this.locks.keep(hold, LEASE_MS);
    await travel(this.scheduler, () => this.applied++);
    await this.locks.give(hold);
    this.acknowledged++;
  }

  /** Its answer comes when its lease is over; a caller hears of it once it is on record, before its line does. */
  async lateWrite(operationId: string): Promise<void> {
    const owner = `owner of ${operationId}`;
    const hold = { lineKey: lineKeyOf(pseudonyms, ACCOUNT), operationId, owner, fingerprint: operationId };
    const record = (state: WriteRecord['state']) =>
      this.ledger.cell(operationId).change(() => ({ next: { ...WRITE, ...hold, state } }));
    await this.locks.take(hold, LEASE_MS);
    await record('sent');
    await this.locks.keep(hold, 0);
    await travel(this.scheduler, () => this.applied++);
    await record('done');
    this.acknowledged++;
    await this.locks.give(hold);
  }

  private replica(mistake: Mistake): ReadCache {
    const entries = new CacheEntries(this.store, seal, pseudonyms);
    const parts: ReadCacheParts = {
      versions: this.versions(),
      entries,
      fetches: new SharedFetches(entries, new Flights()),
      onRead: () => {},
    };
    const all = { detail: lifetimes, traffic: lifetimes, master: lifetimes };
    return new ReadCache({ ...parts, ...mistake(parts) }, { lifetimes: all, deadlineMs: 60_000 });
  }

  private versions(): LineVersions {
    const epoch = new StoreEpoch(this.store, pseudonyms, { onLost: () => {}, onForeign: () => {} });
    const { store, locks, ledger } = this;
    return new LineVersions({ store, pseudonyms, locks, ledger, memory: new OwnMemory(epoch) });
  }
}

const reads = fc.record({ replica: fc.nat({ max: 1 }), refresh: fc.boolean() });
const callers = fc.array(fc.array(reads, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 5 });

const neverOutdated = (mistake: Mistake, kind: 'write' | 'lateWrite' = 'write') =>
  fc.asyncProperty(fc.scheduler(), callers, fc.nat({ max: 4 }), async (scheduler, wishes, writes) => {
    const world = new World(scheduler, mistake);
    const reading = wishes.map(async (of) => {
      for (const { replica, refresh } of of) await world.read(replica, refresh);
    });
    const writing = async () => {
      for (let count = 0; count < writes; count++) await world[kind](`write ${count}`);
    };
    await scheduler.waitFor(Promise.all([...reading, writing()]));
    return world.outdated.length === 0;
  });

const UNAWARE: Mistake = ({ versions }) => ({
  versions: { current: async (account) => ({ ...(await versions.current(account)), version: 1 }) },
});
/** The version after the answer, where the one before the question belongs. */
class LateEntries extends CacheEntries {
  versions!: ReadCacheParts['versions'];

  override async keep(...[subject, entry, ttlMs]: Parameters<CacheEntries['keep']>): Promise<boolean> {
    const { version } = await this.versions.current(subject.account);
    return super.keep(subject, { ...entry, version }, ttlMs);
  }
}
const LATE: Mistake = ({ versions, entries }) => {
  const late: LateEntries = Object.assign(Object.create(LateEntries.prototype), entries, { versions });
  return { fetches: new SharedFetches(late, new Flights()) };
};

/** An unknown write that nobody works on is none to it, whatever its record says by now. */
const TRUSTING: Mistake = ({ versions }) => {
  const ledger = { find: () => Promise.resolve({ state: 'unknown' }) };
  const { parts } = versions as unknown as { parts: object };
  return { versions: new LineVersions({ ...parts, ledger } as unknown as LineVersionsParts) };
};

class CrowdedFlights extends Flights {
  override join<Value>(route: Route<Value>, waiter: Waiter) {
    return super.join({ ...route, name: 'any', joinableMs: Infinity }, waiter);
  }
}
const CROWDED: Mistake = ({ entries }) => ({ fetches: new SharedFetches(entries, new CrowdedFlights()) });

describe('reads over two replicas, in any order of events', () => {
  it('never show a state from before a write that was acknowledged when they began', async () => {
    await fc.assert(
      neverOutdated(() => ({})),
      { numRuns: 150 },
    );
  });

  it('never do so either when a write is answered after its lease', async () => {
    await fc.assert(
      neverOutdated(() => ({}), 'lateWrite'),
      { numRuns: 150 },
    );
  });

  it('would do so if they did not ask what became of it', async () => {
    const { failed } = await fc.check(neverOutdated(TRUSTING, 'lateWrite'), {
      ...{ numRuns: 1_000, endOnFailure: true, seed: 7 },
    });

    expect(failed).toBe(true);
  });

  it.each([
    ['that compares no versions', UNAWARE],
    ['that notes the version when the answer comes', LATE],
    ['that shares every flight', CROWDED],
  ])('would be found out with a cache %s', async (_mistake, mistake) => {
    // With this seed each is found within 400 runs; with others it may take thousands.
    const { failed } = await fc.check(neverOutdated(mistake), {
      ...{ numRuns: 1_000, endOnFailure: true, seed: 7 },
    });

    expect(failed).toBe(true);
  });

  it('ask Freebit once in each replica when nobody writes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), callers, async (scheduler, wishes) => {
        const world = new World(scheduler, () => ({}));
        const all = wishes.flat().map(({ replica }) => world.read(replica, false));
        await scheduler.waitFor(Promise.all(all));
        return world.asked <= 2;
      }),
    );
  });
});
