import { parseAuthRecord, type AuthRecord, type StoredKey } from './auth-record';
import { SharedStateUnavailable, type RecordSnapshot, type Seal, type SharedRecords } from './shared-records';

/** Long enough to remember refusals and rates, short enough to leave nothing behind. */
const RECORD_TTL_MS = 24 * 60 * 60 * 1000;

/** The one record in which all replicas keep the auth key, sealed. */
export class SharedAuthRecord {
  /** `recordKey` names the Freebit host, the OEM id and its key, so that two environments never mix. */
  constructor(
    private readonly records: SharedRecords,
    private readonly sealer: Seal,
    private readonly recordKey: string,
  ) {}

  /**
   * Applies a change to the record as it is now, again and again until nobody else was quicker.
   * Rejects with `SharedStateUnavailable` when the store does not answer.
   */
  async change<Change extends { next: AuthRecord }>(
    transition: (record: AuthRecord, nowMs: number) => Change,
  ): Promise<Change & { nowMs: number }> {
    for (;;) {
      const seen = await ask(() => this.records.read(this.recordKey));
      const change = transition(this.readable(seen), seen.nowMs);
      if (await this.replace(seen, change.next)) return { ...change, nowMs: seen.nowMs };
    }
  }

  /** Null when another OEM key sealed it. */
  open(key: StoredKey): string | null {
    return this.sealer.open(key.sealed, this.placeOf(key.generation));
  }

  seal(value: string, generation: number): string {
    return this.sealer.seal(value, this.placeOf(generation));
  }

  private async replace(seen: RecordSnapshot, next: AuthRecord): Promise<boolean> {
    const text = JSON.stringify(next);
    if (text === seen.text) return true;
    return await ask(() => this.records.compareAndSet(this.recordKey, seen, text, RECORD_TTL_MS));
  }

  /** A key that this process cannot open counts as absent. */
  private readable(seen: RecordSnapshot): AuthRecord {
    const record = parseAuthRecord(seen.text);
    return record.key === null || this.open(record.key) !== null ? record : { ...record, key: null };
  }

  private placeOf(generation: number): string {
    return `${this.recordKey}#${generation}`;
  }
}

async function ask<Reply>(question: () => Promise<Reply>): Promise<Reply> {
  return await question().catch(() => {
    throw new SharedStateUnavailable();
  });
}
