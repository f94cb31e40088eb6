import { parseAuthRecord, type AuthRecord, type StoredKey } from './auth-record';

/** One record of the shared state at one moment of the store's clock. */
export interface RecordSnapshot {
  readonly text: string | null;
  readonly foreign: boolean;
  readonly nowMs: number;
}

/** The shared store that the client needs: records changed by compare-and-set. A rejection means "no answer". */
export interface SharedRecords {
  read(key: string): Promise<RecordSnapshot>;
  compareAndSet(key: string, seen: RecordSnapshot, next: string, ttlMs: number): Promise<boolean>;
}

/** Encrypts a text, bound to the place where it is stored. */
export interface Seal {
  seal(text: string, place: string): string;
  /** Null if the text was not sealed by this seal for this place. */
  open(sealed: string, place: string): string | null;
}

/** The shared store did not answer. */
export class SharedStateUnavailable extends Error {
  override readonly name = 'SharedStateUnavailable';
}

/** Long enough to remember rejected keys and rates; afterwards the store may delete the record. In milliseconds. */
const RECORD_TTL_MS = 24 * 60 * 60 * 1000;

/** The record in which all replicas keep the auth key, encrypted. */
export class SharedAuthRecord {
  /** `recordKey` names the Freebit host, the OEM id and its key, so that two environments never mix. */
  constructor(
    private readonly records: SharedRecords,
    private readonly sealer: Seal,
    private readonly recordKey: string,
  ) {}

  /**
   * Applies a change to the current record; repeats that if another process was faster. Rejects with
   * `SharedStateUnavailable` if the store does not answer, or holds the record of a newer gateway.
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

  /** Null if another OEM key sealed it. */
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

  /** A key that this process cannot decrypt counts as absent. */
  private readable(seen: RecordSnapshot): AuthRecord {
    const record = parseAuthRecord(seen.text);
    if (record === null) throw new SharedStateUnavailable();
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
