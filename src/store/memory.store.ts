import {
  compareEntries,
  type Change,
  type CommitOptions,
  type Committed,
  type IndexEntry,
  type Indexing,
  type IndexPage,
  type Seen,
  type Store,
} from './store';

/** The store of a single process: loses everything at exit, shares nothing with other replicas, never fails. */
export class MemoryStore implements Store {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly now: () => number = () => performance.timeOrigin + performance.now()) {}

  read(bucket: string, keys: readonly string[]): Promise<Seen> {
    const nowMs = this.nowMs();
    const records = this.bucket(bucket);
    return Promise.resolve({ texts: keys.map((key) => records.textOf(key, nowMs)), nowMs });
  }

  commit(
    bucket: string,
    changes: readonly Change[],
    { indexing = [] }: CommitOptions = {},
  ): Promise<Committed> {
    const nowMs = this.nowMs();
    const records = this.bucket(bucket);
    records.sweep(nowMs);
    const texts = changes.map(({ key }) => records.textOf(key, nowMs));
    const done = changes.every(({ expected }, at) => texts[at] === expected);
    if (done) {
      for (const change of changes) records.apply(change, nowMs);
      for (const change of indexing) records.index(change);
    }
    return Promise.resolve({ done, confirmed: true, texts: done ? [] : texts, nowMs });
  }

  nowMs(): number {
    return Math.floor(this.now());
  }

  listIndex(bucket: string, index: string, { after, limit, order }: IndexPage): Promise<IndexEntry[]> {
    const compare = (a: IndexEntry, b: IndexEntry) => compareEntries(a, b, order);
    const entries = this.bucket(bucket).entriesOf(index).sort(compare);
    const behind = entries.filter((entry) => after === undefined || compare(entry, after) > 0);
    return Promise.resolve(behind.slice(0, limit));
  }

  isAvailable(): Promise<boolean> {
    return Promise.resolve(true);
  }

  close(): Promise<void> {
    this.buckets.clear();
    return Promise.resolve();
  }

  /** The number of records, including expired ones that are not removed yet. */
  get size(): number {
    return [...this.buckets.values()].reduce((sum, { size }) => sum + size, 0);
  }

  private bucket(name: string): Bucket {
    const known = this.buckets.get(name);
    if (known) return known;
    const made = new Bucket();
    this.buckets.set(name, made);
    return made;
  }
}

interface MemoryRecord {
  readonly text: string;
  readonly expiresAtMs: number;
}

/** How many records each commit checks for expiry: more than it may add, so that the bucket shrinks. */
const SWEPT_PER_COMMIT = 8;

/** The records and indexes of one bucket. */
class Bucket {
  private readonly records = new Map<string, MemoryRecord>();
  private sweeper = this.records.entries();
  private readonly indexes = new Map<string, Map<string, number>>();

  get size(): number {
    return this.records.size;
  }

  textOf(key: string, nowMs: number): string | null {
    const record = this.records.get(key);
    return record !== undefined && record.expiresAtMs > nowMs ? record.text : null;
  }

  apply({ key, next, ttlMs }: Change, nowMs: number): void {
    if (next === null) this.records.delete(key);
    else if (next !== undefined) {
      const expiresAtMs = ttlMs === undefined ? Infinity : nowMs + Math.max(1, Math.ceil(ttlMs));
      this.records.set(key, { text: next, expiresAtMs });
    }
  }

  sweep(nowMs: number): void {
    for (let looked = 0; looked < SWEPT_PER_COMMIT; looked++) {
      const { value, done } = this.sweeper.next();
      if (done) {
        this.sweeper = this.records.entries();
        return;
      }
      const [key, record] = value;
      if (record.expiresAtMs <= nowMs) this.records.delete(key);
    }
  }

  index({ index, member, score, keep }: Indexing): void {
    const members = this.indexes.get(index) ?? new Map<string, number>();
    if (score === undefined) members.delete(member);
    else if (!members.has(member)) members.set(member, score);
    if (score !== undefined && keep !== undefined)
      for (const [other, otherScore] of members) if (otherScore < score - keep) members.delete(other);
    if (members.size > 0) this.indexes.set(index, members);
    else this.indexes.delete(index);
  }

  entriesOf(index: string): IndexEntry[] {
    return [...(this.indexes.get(index) ?? [])].map(([member, score]) => ({ member, score }));
  }
}
