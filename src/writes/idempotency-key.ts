import { ProblemError, type ProblemDetail } from '../http/problems/problem-error';
import { CLOCK_SKEW_MS, vouchesSinceMs, type Epoch } from '../store/epochs';
import { outcomeUnknown } from './write-problems';

/** Whether a write needs a key, and of which form. */
export type KeyPolicy = 'required' | 'optional' | 'uuidv7';

/**
 * The key in the header lines of a request, without one pair of quotes; undefined if there is none and none is
 * required. Throws `IDEMPOTENCY_KEY_REQUIRED` and `IDEMPOTENCY_KEY_INVALID`.
 */
export function parseIdempotencyKey(lines: readonly string[], policy: KeyPolicy): string | undefined {
  const [line, ...others] = lines;
  if (line === undefined) {
    if (policy === 'optional') return undefined;
    throw new ProblemError('IDEMPOTENCY_KEY_REQUIRED');
  }
  const key = /^"(.*)"$/.exec(line)?.[1] ?? line;
  if (others.length > 0 || !/^[\x21-\x7e]{1,255}$/.test(key))
    throw invalid('Send one key of 1 to 255 visible ASCII characters.');
  if (policy === 'uuidv7' && timeOfKey(key) === undefined) throw invalid('Send a UUID of version 7.');
  return key;
}

/** The time in a UUIDv7, in milliseconds since 1970; undefined for any other key. */
export function timeOfKey(key: string): number | undefined {
  const match = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.exec(key);
  return match ? parseInt(`${match[1] ?? ''}${match[2] ?? ''}`, 16) : undefined;
}

export interface KeyAge {
  readonly nowMs: number;
  readonly epoch: Epoch;
  /** How long answers are kept for replays. */
  readonly ttlMs: number;
}

/**
 * Why a key without a record must not be executed: it is too old, or from the future, so that it may have been executed
 * before. Null for a key that may be executed, and for one that contains no time.
 */
export function problemOfKeyAge(
  key: string | undefined,
  { nowMs, epoch, ttlMs }: KeyAge,
): ProblemError | null {
  const madeAtMs = key === undefined ? undefined : timeOfKey(key);
  if (madeAtMs === undefined) return null;
  if (madeAtMs > nowMs + CLOCK_SKEW_MS) return fromTheFuture(madeAtMs, nowMs);
  if (madeAtMs < nowMs - ttlMs) return expired(madeAtMs, nowMs, ttlMs);
  const sinceMs = vouchesSinceMs(epoch);
  return madeAtMs < sinceMs ? forgotten(sinceMs) : null;
}

function fromTheFuture(madeAtMs: number, nowMs: number): ProblemError {
  const aheadSeconds = Math.round((madeAtMs - nowMs) / 1000);
  return invalid(
    `The key says it was made at ${iso(madeAtMs)}, ${aheadSeconds} seconds after the server's time ${iso(nowMs)}. Correct your clock and send a new key.`,
    'key_from_the_future',
  );
}

function expired(madeAtMs: number, nowMs: number, ttlMs: number): ProblemError {
  return new ProblemError('IDEMPOTENCY_KEY_EXPIRED', {
    outcome: 'unknown',
    detail: `The key was made at ${iso(madeAtMs)}. Keys are remembered for ${Math.round(ttlMs / 1000)} seconds, and the server's time is ${iso(nowMs)}, so an earlier request with this key may have been executed. Nothing was sent now.`,
  });
}

/** There is no operation to name: nothing was sent now, and earlier records are lost. */
function forgotten(sinceMs: number): ProblemError {
  return outcomeUnknown(undefined, {
    status: 409,
    detail: `The store has lost its records of writes, so an earlier request with this key may have been executed. Nothing was sent now. Look the line up; if the write was not applied, send it with a key made after ${iso(sinceMs)}.`,
  });
}

function invalid(message: string, code = 'invalid_key'): ProblemError {
  const detail: ProblemDetail = { parameter: 'Idempotency-Key', code, message };
  return new ProblemError('IDEMPOTENCY_KEY_INVALID', { errors: [detail] });
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
