import { FOREIGN, type Store } from './store';

/** The content of one record at one moment of the store's clock. */
export interface RecordSnapshot {
  /** Null if there is no readable record. */
  readonly text: string | null;
  /** Whether there is a value that is not a record of ours. */
  readonly foreign: boolean;
  readonly nowMs: number;
}

/** Records with a bucket of their own, changed one at a time by compare-and-set. */
export class SingleRecords {
  constructor(private readonly store: Store) {}

  async read(key: string): Promise<RecordSnapshot> {
    const { texts, nowMs } = await this.store.read(key, ['']);
    const text = texts[0] ?? null;
    return { text: text === FOREIGN ? null : text, foreign: text === FOREIGN, nowMs };
  }

  async compareAndSet(key: string, seen: RecordSnapshot, next: string, ttlMs: number): Promise<boolean> {
    const expected = seen.foreign ? FOREIGN : seen.text;
    return (await this.store.commit(key, [{ key: '', expected, next, ttlMs }])).done;
  }
}
