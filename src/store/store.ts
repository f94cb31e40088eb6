/**
 * State shared by all replicas. Records are in buckets: all records of one bucket can be read together and changed
 * together, in one step. What a record means, and which change of it is allowed, is decided by its owner in TypeScript;
 * the store only compares texts.
 *
 * All methods reject with `StoreUnavailableError` if the store does not answer in time or answers an error. A rejected
 * change may still happen later. Every change compares what it replaces, so a late change does no harm.
 */
export interface Store {
  /** The records of one bucket under these keys, at one moment. */
  read(bucket: string, keys: readonly string[]): Promise<Seen>;
  /**
   * Makes all changes if every record is as its change expects, else none. With `confirm` it waits for the replicas,
   * and `confirmed` says whether all of them have the change.
   */
  commit(bucket: string, changes: readonly Change[], options?: CommitOptions): Promise<Committed>;
  /** At most `limit` members of an index after `after`, ordered by score and then by name, or in the opposite order. */
  listIndex(bucket: string, index: string, page: IndexPage): Promise<IndexEntry[]>;
  /** The store's clock in milliseconds, as this process estimates it; null before the first answer. */
  nowMs(): number | null;
}

export interface CommitOptions {
  readonly confirm?: boolean | undefined;
  /** Made together with the changes. */
  readonly indexing?: readonly Indexing[] | undefined;
}

/** A member to add to an index of the bucket, or to remove. An index is a list of names by score. */
export interface Indexing {
  readonly index: string;
  readonly member: string;
  /** Omitted: the member is removed. A member that is already there keeps its score. */
  readonly score?: number;
  /** Members whose score is lower by more than this are removed; omitted: none. */
  readonly keep?: number;
}

/** One record of a bucket: its expected and its new content. */
export interface Change {
  readonly key: string;
  /** The expected text; null for no record. */
  readonly expected: string | null;
  /** The new text, a JSON object; null deletes the record; omitted, the record is only compared. */
  readonly next?: string | null;
  /** Milliseconds after which the store deletes the record; omitted: never. */
  readonly ttlMs?: number | undefined;
}

export interface Seen {
  /**
   * The text of each record, in the order of the keys; null for none, `FOREIGN` for a value that is not a record of
   * ours.
   */
  readonly texts: readonly (string | null)[];
  /** The store's clock in milliseconds: the only clock for leases and lifetimes. */
  readonly nowMs: number;
}

export interface Committed extends Seen {
  /** Whether the changes were made. If not, `texts` holds the current texts; otherwise it is empty. */
  readonly done: boolean;
  /** False if replicas were asked to confirm and not all of them have the change. */
  readonly confirmed: boolean;
}

export interface IndexEntry {
  readonly member: string;
  readonly score: number;
}

export interface IndexPage {
  readonly after?: IndexEntry | undefined;
  readonly limit: number;
  readonly order: 'oldest_first' | 'newest_first';
}

/** Orders members by their score, and those of equal score by name. */
export function compareEntries(a: IndexEntry, b: IndexEntry, order: IndexPage['order']): number {
  const distance = a.score - b.score || (a.member < b.member ? -1 : Number(a.member > b.member));
  return order === 'oldest_first' ? distance : -distance;
}

/** Stands for a value of another Redis type, or one that is not a JSON object. It can be expected and replaced. */
export const FOREIGN = '\u0000foreign';

/** The store did not answer, or answered an error: the state of the record is unknown. */
export class StoreUnavailableError extends Error {
  override readonly name: string = 'StoreUnavailableError';

  constructor(
    message: string,
    /** The code of a system error, or the first word of Redis's own (`NOPERM`, `MISCONF`), if there is one. */
    readonly reason?: string,
  ) {
    super(message);
  }
}

/** The reply was meant for another command. It must not pass for an absent record, or for a change that was made. */
export function misplacedReply(): StoreUnavailableError {
  return new StoreUnavailableError('The store answered something else');
}

/** A record that this version cannot read. It must never be treated as absent. */
export class UnreadableRecordError extends StoreUnavailableError {
  override readonly name = 'UnreadableRecordError';
}
