import type { Store } from '../../src/store/store';

/** The content of one record at one moment of the store's clock. */
interface RecordSnapshot {
  readonly text: string | null;
  readonly nowMs: number;
}

/** Records with a bucket of their own, changed one at a time by compare-and-set. */
export class SingleRecords {
  constructor(private readonly store: Store) {}

  async read(key: string): Promise<RecordSnapshot> {
    const { texts, nowMs } = await this.store.read(key, ['']);
    return { text: texts[0] ?? null, nowMs };
  }

  async compareAndSet(key: string, { text }: RecordSnapshot, next: string, ttlMs: number): Promise<boolean> {
    return (await this.store.commit(key, [{ key: '', expected: text, next, ttlMs }])).done;
  }
}
