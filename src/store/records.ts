import {
  StoreUnavailableError,
  UnreadableRecordError,
  type Change,
  type Indexing,
  type Store,
} from './store';

/** Reads one kind of record. `version` is the newest version that this process can read. */
export interface RecordForm<Value> {
  readonly version: number;
  /** Whether a JSON object of that version is valid. */
  readonly isWhole: (value: Readonly<Record<string, unknown>>) => boolean;
  /** Milliseconds after which the store may delete the record; undefined for never. */
  readonly ttlMs: (value: Value) => number | undefined;
}

/**
 * The record in a text; null for none. Throws `UnreadableRecordError` for a damaged record and for a newer version than
 * this process can read: another version of the gateway wrote it, and this one must not change it.
 */
export function readRecord<Value>(text: string | null, form: RecordForm<Value>): Value | null {
  if (text === null) return null;
  const value = parseObject(text);
  if (value?.v !== form.version || !form.isWhole(value))
    throw new UnreadableRecordError('A record of the store cannot be read');
  return value as Value;
}

/** The change that writes a record. */
export function put<Value extends object>(
  key: string,
  value: Value,
  form: RecordForm<Value>,
): Next & { readonly next: string } {
  return { key, next: JSON.stringify({ v: form.version, ...value }), ttlMs: form.ttlMs(value) };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The new content of a record. */
export type Next = Omit<Change, 'expected'>;

/** What to do about records as they are at a moment of the store's clock. Without changes nothing is written. */
export interface Decision<Result> {
  readonly changes: readonly Next[];
  readonly indexing?: readonly Indexing[];
  readonly result: Result;
}

export interface Changed<Result> {
  readonly result: Result;
  /** False if replicas were asked to confirm and not all of them have the change. */
  readonly confirmed: boolean;
  readonly nowMs: number;
  /** This process's monotonic clock before the change was sent, so never later than the store made it. */
  readonly askedAtMs: number;
}

export interface ChangeRequest<Result> {
  readonly bucket: string;
  /** The records on which the decision is based. All must be unchanged when the changes are made. */
  readonly keys: readonly string[];
  /** The expected content of the records, to save a read. The store compares, so a wrong guess only costs time. */
  readonly guess?: readonly (string | null)[] | undefined;
  readonly confirm?: boolean;
  readonly decide: (texts: readonly (string | null)[], nowMs: number) => Decision<Result>;
}

/** More attempts than any contention needs. A change that still fails shows a bug in the store's comparison. */
const MOST_TRIES = 100;

/** Decides from the records as they are and makes the changes; repeats that if another process was faster. */
export async function changeRecords<Result>(
  store: Store,
  { bucket, keys, guess, confirm, decide }: ChangeRequest<Result>,
): Promise<Changed<Result>> {
  const guessedNowMs = store.nowMs();
  let guessed = guess !== undefined && guessedNowMs !== null;
  let seen = guessed ? { texts: guess ?? [], nowMs: guessedNowMs ?? 0 } : await store.read(bucket, keys);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { changes, indexing, result } = decide(seen.texts, seen.nowMs);
    const askedAtMs = performance.now();
    if (changes.length === 0 && guessed) {
      seen = await store.read(bucket, keys);
      guessed = false;
      continue;
    }
    if (changes.length === 0) return { result, confirmed: true, nowMs: seen.nowMs, askedAtMs };
    const all = comparing(changes, keys, seen.texts);
    const { done, confirmed, nowMs, texts } = await store.commit(bucket, all, { confirm, indexing });
    if (done) return { result, confirmed, nowMs, askedAtMs };
    seen = { texts, nowMs };
    guessed = false;
  }
  throw new StoreUnavailableError('A record kept changing');
}

/** Every record on which the decision is based is compared, in the order of the keys. */
function comparing(
  changes: readonly Next[],
  keys: readonly string[],
  texts: readonly (string | null)[],
): Change[] {
  return keys.map((key, at) => ({
    ...(changes.find((change) => change.key === key) ?? { key }),
    expected: texts[at] ?? null,
  }));
}
