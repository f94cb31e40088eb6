import { type Snapshot, type Store } from './store';
import { type StoreHealth } from './store-health';

interface MemoryRecord {
  readonly text: string;
  readonly expiresAtMs: number;
}

/** How many records each change looks at for being expired: more than the one it may add, so that the Map shrinks. */
const SWEPT_PER_CHANGE = 4;

/** The store of a single process: forgets everything at exit, shares nothing with other replicas, never fails. */
export class MemoryStore implements Store, StoreHealth {
  private readonly records = new Map<string, MemoryRecord>();
  private sweeper = this.records.entries();

  /** Beyond `maxRecords` the oldest one is forgotten, for what may be. */
  constructor(
    private readonly now: () => number = () => performance.timeOrigin + performance.now(),
    private readonly maxRecords = Infinity,
  ) {}

  read(key: string): Promise<Snapshot> {
    return Promise.resolve({ text: this.textOf(key), foreign: false, nowMs: this.nowMs() });
  }

  compareAndSet(key: string, seen: Snapshot, next: string | null, ttlMs?: number): Promise<boolean> {
    this.sweep();
    if (seen.foreign || this.textOf(key) !== seen.text) return Promise.resolve(false);
    if (next === null) this.records.delete(key);
    else this.put(key, { text: next, expiresAtMs: this.expiry(ttlMs) });
    return Promise.resolve(true);
  }

  keys(beginning: string): Promise<string[]> {
    return Promise.resolve(
      [...this.records.keys()].filter((key) => key.startsWith(beginning) && this.textOf(key) !== null),
    );
  }

  isAvailable(): Promise<boolean> {
    return Promise.resolve(true);
  }

  mayForget(): Promise<boolean> {
    return Promise.resolve(true);
  }

  close(): Promise<void> {
    this.records.clear();
    return Promise.resolve();
  }

  /** How many records are held, expired ones that no sweep has met yet included. */
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

  private put(key: string, record: MemoryRecord): void {
    const [oldest] = this.records.keys();
    if (this.records.size >= this.maxRecords && !this.records.has(key) && oldest !== undefined)
      this.records.delete(oldest);
    this.records.set(key, record);
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

  private nowMs(): number {
    return Math.floor(this.now());
  }
}
