import type { Change, CommitOptions, Committed, IndexEntry, Indexing, IndexPage, Seen, Store } from './store';

interface MemoryRecord {
  readonly text: string;
  readonly expiresAtMs: number;
}

/** How many records each change checks for expiry: more than it may add, so that the Map shrinks. */
const SWEPT_PER_CHANGE = 8;

/** The store of a single process: loses everything at exit, shares nothing with other replicas, never fails. */
export class MemoryStore implements Store {
  private readonly records = new Map<string, MemoryRecord>();
  private sweeper = this.records.entries();
  private readonly indexes = new Map<string, Map<string, number>>();

  constructor(private readonly now: () => number = () => performance.timeOrigin + performance.now()) {}

  read(bucket: string, keys: readonly string[]): Promise<Seen> {
    return Promise.resolve({
      texts: keys.map((key) => this.textOf(`${bucket}:${key}`)),
      nowMs: this.nowMs(),
    });
  }

  commit(
    bucket: string,
    changes: readonly Change[],
    { indexing = [] }: CommitOptions = {},
  ): Promise<Committed> {
    this.sweep();
    const nowMs = this.nowMs();
    const texts = changes.map(({ key }) => this.textOf(`${bucket}:${key}`));
    const done = changes.every(({ expected }, at) => texts[at] === expected);
    if (done) {
      for (const change of changes) this.apply(`${bucket}:${change.key}`, change);
      for (const change of indexing) this.index(`${bucket}:${change.index}`, change);
    }
    return Promise.resolve({ done, confirmed: true, texts: done ? [] : texts, nowMs });
  }

  nowMs(): number {
    return Math.floor(this.now());
  }

  listIndex(bucket: string, index: string, { after, limit, order }: IndexPage): Promise<IndexEntry[]> {
    const direction = order === 'oldest_first' ? 1 : -1;
    const compare = (a: IndexEntry, b: IndexEntry) =>
      direction * (a.score - b.score || (a.member < b.member ? -1 : Number(a.member > b.member)));
    const entries = [...(this.indexes.get(`${bucket}:${index}`) ?? [])].map(([member, score]) => ({
      member,
      score,
    }));
    const behind = entries.sort(compare).filter((entry) => after === undefined || compare(entry, after) > 0);
    return Promise.resolve(behind.slice(0, limit));
  }

  isAvailable(): Promise<boolean> {
    return Promise.resolve(true);
  }

  close(): Promise<void> {
    this.records.clear();
    this.indexes.clear();
    return Promise.resolve();
  }

  /** The number of records, including expired ones that are not removed yet. */
  get size(): number {
    return this.records.size;
  }

  private textOf(key: string): string | null {
    const record = this.records.get(key);
    if (!record) return null;
    if (record.expiresAtMs > this.nowMs()) return record.text;
    this.records.delete(key);
    return null;
  }

  private apply(key: string, { next, ttlMs }: Change): void {
    if (next === null) this.records.delete(key);
    else if (next !== undefined) this.records.set(key, { text: next, expiresAtMs: this.expiry(ttlMs) });
  }

  private index(key: string, { member, score, keep }: Indexing): void {
    const members = this.indexes.get(key) ?? new Map<string, number>();
    if (score === undefined) members.delete(member);
    else if (!members.has(member)) members.set(member, score);
    if (score !== undefined && keep !== undefined)
      for (const [other, otherScore] of members) if (otherScore < score - keep) members.delete(other);
    if (members.size > 0) this.indexes.set(key, members);
    else this.indexes.delete(key);
  }

  private sweep(): void {
    const nowMs = this.nowMs();
    for (let looked = 0; looked < SWEPT_PER_CHANGE; looked++) {
      const { value, done } = this.sweeper.next();
      if (done) {
        this.sweeper = this.records.entries();
        return;
      }
      const [key, record] = value;
      if (record.expiresAtMs <= nowMs) this.records.delete(key);
    }
  }

  private expiry(ttlMs?: number): number {
    return ttlMs === undefined ? Infinity : this.nowMs() + Math.max(1, Math.ceil(ttlMs));
  }
}
