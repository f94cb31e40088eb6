import { put, readRecord, type RecordForm } from '../store/records';
import type { Store } from '../store/store';
import type { WriteLedger } from './write-ledger';
import type { Place } from './write-names';

interface KeyRecord {
  readonly operationId: string;
}

/**
 * Remembers which operation a key belongs to. Operations are stored in the bucket of their line, so a key that is used
 * again on another line would otherwise not find the record of its first use.
 */
export class KeyRegister {
  private readonly form: RecordForm<KeyRecord>;

  constructor(
    private readonly store: Store,
    private readonly ledger: WriteLedger,
  ) {
    this.form = {
      version: 1,
      isWhole: ({ operationId }) => typeof operationId === 'string',
      ttlMs: () => ledger.ttlMs,
    };
  }

  /** Whether the key belongs to this operation from now on. Rejects with `StoreUnavailableError`. */
  async claim({ bucket, key }: Place, operationId: string): Promise<boolean> {
    const claimed = put(key, { operationId }, this.form);
    for (let expected: string | null = null; ;) {
      const { done, texts } = await this.store.commit(bucket, [{ ...claimed, expected }]);
      if (done) return true;
      expected = texts[0] ?? null;
      if (expected === claimed.next) return true;
      if (expected !== null && (await this.isTaken(expected))) return false;
    }
  }

  /** Whether the operation that has the key may still answer with it. */
  private async isTaken(text: string): Promise<boolean> {
    const record = readRecord(text, this.form);
    const operation = record && (await this.ledger.find(record.operationId));
    return operation !== null && operation.state !== 'not_applied';
  }
}
