/** What one key held at one moment, and the store's own clock at that moment. */
export interface Snapshot {
  /** The record's text; null when there is none that can be read. */
  readonly text: string | null;
  /** True when the key holds something that is not a record of ours (another Redis type). */
  readonly foreign: boolean;
  /** Milliseconds on the clock of the store, the only clock that leases and lifetimes may be measured by. */
  readonly nowMs: number;
}

/**
 * State shared by all replicas. Every record is one key whose text is replaced by compare-and-set; what a record
 * means, and which change of it is allowed, is plain TypeScript at its owner's.
 *
 * All methods reject with `StoreUnavailableError` when the store does not answer in time or refuses. A change that
 * was rejected may still happen later: it is then the same change, so every caller must be safe to find it made.
 */
export interface Store {
  read(key: string): Promise<Snapshot>;
  /**
   * Replaces the record if it is still what `seen` says, and tells whether it was.
   * `next: null` deletes the record; `ttlMs` is the time after which the store forgets it.
   */
  compareAndSet(key: string, seen: Snapshot, next: string | null, ttlMs?: number): Promise<boolean>;
  /** The keys that begin so, in no order. Looks at everything there is: for people, never for a request's path. */
  keys(beginning: string): Promise<string[]>;
}

/** The store gave no answer, or refused: nothing can be said about the record. */
export class StoreUnavailableError extends Error {
  override readonly name: string = 'StoreUnavailableError';
}

/** The key holds something that is no such record: it must never pass for one that is absent. */
export class UnreadableRecordError extends StoreUnavailableError {
  override readonly name = 'UnreadableRecordError';
}
