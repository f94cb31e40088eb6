/** One record of the shared state as it was seen, and the clock of the store at that moment. */
export interface RecordSnapshot {
  readonly text: string | null;
  readonly foreign: boolean;
  readonly nowMs: number;
}

/** What the client needs of a shared store: records changed by compare-and-set. A rejection means "no answer". */
export interface SharedRecords {
  read(key: string): Promise<RecordSnapshot>;
  compareAndSet(key: string, seen: RecordSnapshot, next: string, ttlMs: number): Promise<boolean>;
}

/** Makes a text unreadable at rest, bound to the place where it is kept. */
export interface Seal {
  seal(text: string, place: string): string;
  /** Null when the text was not sealed by this seal for this place. */
  open(sealed: string, place: string): string | null;
}

/** The shared store gave no answer. */
export class SharedStateUnavailable extends Error {
  override readonly name = 'SharedStateUnavailable';
}
