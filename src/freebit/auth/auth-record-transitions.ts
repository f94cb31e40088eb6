import type { AuthRecord, StoredKey } from './auth-record';

export interface LoginLimits {
  /** Logins that may be made in a row. */
  readonly burst: number;
  /** Milliseconds until one more is allowed. */
  readonly intervalMs: number;
}

/** What a process that needs a key has to do now. */
export type Claim =
  | { readonly kind: 'use'; readonly key: StoredKey }
  | { readonly kind: 'wait'; readonly forMs: number }
  | { readonly kind: 'paused'; readonly forMs: number }
  | { readonly kind: 'login'; readonly generation: number };

/**
 * A younger key may not have reached all of Freebit's machines: it is never replaced because of a rejection. In
 * milliseconds.
 */
export const YOUNG_KEY_MS = 2_000;

/** How often to ask again while another process logs in, in milliseconds. */
const POLL_MS = 25;

/** Longer than the interval of renewals, shorter than a caller's patience. */
export const LOGIN_LEASE_MS = 2_000;

const REFUSED_KEYS_TOLERATED = 2;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;
const FIRST_TRANSIENT_PAUSE_MS = 500;
const LONGEST_TRANSIENT_PAUSE_MS = 8_000;

export interface ClaimRequest {
  readonly nowMs: number;
  readonly owner: string;
  /** The generation that Freebit has just rejected for this process, if any. */
  readonly refused: number | null;
  /** Asks for a login even if the key is good, as a probe of Freebit. */
  readonly afresh?: boolean | undefined;
  readonly limits: LoginLimits;
}

/**
 * Decides what a process that needs a key does, and returns the record after that decision. A rejected key stays in the
 * record until a login has brought a newer one: it may serve calls for which it was not rejected.
 */
export function claim(stored: AuthRecord, request: ClaimRequest): { claim: Claim; next: AuthRecord } {
  const { nowMs, owner, limits } = request;
  const sane = withSaneTimes(stored, nowMs, limits);
  const { key } = sane;
  const isRefused = key !== null && key.generation === request.refused;
  if (key !== null && !isRefused && request.afresh !== true)
    return { claim: { kind: 'use', key }, next: sane };
  const youngForMs = isRefused ? Math.min(YOUNG_KEY_MS, key.obtainedAtMs + YOUNG_KEY_MS - nowMs) : 0;
  if (youngForMs > 0) return { claim: { kind: 'wait', forMs: youngForMs }, next: sane };

  const record = noteRejectedKey(sane, request);
  const pausedMs = record.blockedUntilMs - nowMs;
  if (pausedMs > 0) return { claim: { kind: 'paused', forMs: pausedMs }, next: record };
  if (record.login !== null && record.login.owner !== owner)
    return { claim: { kind: 'wait', forMs: POLL_MS }, next: record };

  const paidUntilMs = Math.max(record.loginsPaidUntilMs, nowMs);
  const overdrawnMs = paidUntilMs - nowMs - (limits.burst - 1) * limits.intervalMs;
  if (overdrawnMs > 0) return { claim: { kind: 'paused', forMs: overdrawnMs }, next: record };

  // The store's clock keeps generations apart even if the store has lost the last one.
  const generation = Math.max(record.generation + 1, Math.floor(nowMs));
  const next = {
    ...record,
    generation,
    login: { owner, untilMs: nowMs + LOGIN_LEASE_MS },
    loginsPaidUntilMs: paidUntilMs + limits.intervalMs,
  };
  return { claim: { kind: 'login', generation }, next };
}

/** Renews the lease of a running login. */
export function renew(record: AuthRecord, owner: string, nowMs: number): AuthRecord {
  return record.login?.owner === owner
    ? { ...record, login: { owner, untilMs: nowMs + LOGIN_LEASE_MS } }
    : record;
}

/** Stores the key of a login, unless a later login was faster. */
export function commit(record: AuthRecord, owner: string, key: StoredKey): AuthRecord {
  const released = release(record, owner);
  if (record.key !== null && record.key.generation > key.generation) return released;
  return {
    ...released,
    generation: Math.max(record.generation, key.generation),
    key,
    failedLogins: 0,
    blockedUntilMs: 0,
  };
}

export type LoginFailureReason = 'credential' | 'transient';

/**
 * Pauses logins after a failed one: long after rejected credentials, shortly after a broken exchange. A failure that
 * comes late, after another login has brought a key, changes nothing.
 */
export function fail(
  record: AuthRecord,
  failure: { owner: string; reason: LoginFailureReason; nowMs: number; jitter: number },
): AuthRecord {
  const hasGoodKey = record.key !== null && !record.key.refused;
  if (hasGoodKey && record.login?.owner !== failure.owner) return record;
  const failedLogins = record.failedLogins + 1;
  const pauseMs =
    failure.reason === 'credential'
      ? doubling(FIRST_PAUSE_MS, failedLogins, LONGEST_PAUSE_MS)
      : doubling(FIRST_TRANSIENT_PAUSE_MS, failedLogins, LONGEST_TRANSIENT_PAUSE_MS) *
        (0.5 + failure.jitter / 2);
  return { ...release(record, failure.owner), failedLogins, blockedUntilMs: failure.nowMs + pauseMs };
}

/** Notes that Freebit has accepted a key. */
export function prove(record: AuthRecord, generation: number): AuthRecord {
  if (record.key?.generation !== generation) return record;
  return { ...record, key: { ...record.key, proven: true, refused: false }, refusedInARow: 0 };
}

/** Counts a rejected generation once, and pauses logins when several in a row are rejected. */
function noteRejectedKey(record: AuthRecord, { refused, nowMs }: ClaimRequest): AuthRecord {
  const { key } = record;
  if (key?.generation !== refused || key.refused) return record;
  const refusedInARow = record.refusedInARow + 1;
  const noted = { ...record, key: { ...key, refused: true }, refusedInARow };
  if (refusedInARow <= REFUSED_KEYS_TOLERATED) return noted;
  const pauseMs = doubling(FIRST_PAUSE_MS, refusedInARow - REFUSED_KEYS_TOLERATED, LONGEST_PAUSE_MS);
  return { ...noted, blockedUntilMs: nowMs + pauseMs };
}

function release(record: AuthRecord, owner: string): AuthRecord {
  return record.login?.owner === owner ? { ...record, login: null } : record;
}

/** Removes what has expired, and limits times that would last for ever after the clock was set back. */
function withSaneTimes(record: AuthRecord, nowMs: number, { burst, intervalMs }: LoginLimits): AuthRecord {
  const { key, login } = record;
  const keyLives = key !== null && key.expiresAtMs > nowMs && key.obtainedAtMs <= nowMs + LOGIN_LEASE_MS;
  const loginLives = login !== null && login.untilMs > nowMs && login.untilMs <= nowMs + 2 * LOGIN_LEASE_MS;
  return {
    ...record,
    key: keyLives ? key : null,
    login: loginLives ? login : null,
    blockedUntilMs: Math.min(record.blockedUntilMs, nowMs + LONGEST_PAUSE_MS),
    loginsPaidUntilMs: Math.min(record.loginsPaidUntilMs, nowMs + burst * intervalMs),
  };
}

function doubling(firstMs: number, nth: number, longestMs: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(nth - 1, 20));
}
