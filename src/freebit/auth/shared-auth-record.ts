import { parseAuthRecord, type AuthRecord, type StoredKey } from './auth-record';

/** The part of the shared store that the client needs: one record in a bucket of its own, changed by compare-and-set. */
export interface SharedRecords {
  read(
    bucket: string,
    keys: readonly [''],
  ): Promise<{ readonly texts: readonly (string | null)[]; readonly nowMs: number }>;
  commit(bucket: string, changes: readonly [Replacement]): Promise<{ readonly done: boolean }>;
}

interface Replacement {
  readonly key: '';
  readonly expected: string | null;
  readonly next: string;
  readonly ttlMs: number;
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
      const { texts, nowMs } = await ask(() => this.records.read(this.recordKey, ['']));
      const text = texts[0] ?? null;
      const change = transition(this.readable(text), nowMs);
      if (await this.replace(text, change.next)) return { ...change, nowMs };
    }
  }

  /** Null if another OEM key sealed it. */
  open(key: StoredKey): string | null {
    return this.sealer.open(key.sealed, this.placeOf(key.generation));
  }

  seal(value: string, generation: number): string {
    return this.sealer.seal(value, this.placeOf(generation));
  }

  private async replace(expected: string | null, record: AuthRecord): Promise<boolean> {
    const next = JSON.stringify(record);
    if (next === expected) return true;
    const change = { key: '', expected, next, ttlMs: RECORD_TTL_MS } as const;
    return (await ask(() => this.records.commit(this.recordKey, [change]))).done;
  }

  /** A key that this process cannot decrypt counts as absent. */
  private readable(text: string | null): AuthRecord {
    const record = parseAuthRecord(text);
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
