import type { AuthRecord, StoredKey } from './auth-record';

export interface LoginLimits {
  /** Logins that may follow each other at once. */
  readonly burst: number;
  /** Milliseconds for one more. */
  readonly intervalMs: number;
}

/** What a process that needs a key has to do now. */
export type Claim =
  | { readonly kind: 'use'; readonly key: StoredKey }
  | { readonly kind: 'wait' }
  | { readonly kind: 'paused'; readonly forMs: number }
  | { readonly kind: 'login'; readonly generation: number };

/** Longer than any pause between two renewals, shorter than a caller's patience. */
export const LOGIN_LEASE_MS = 2_000;

const REFUSED_KEYS_TOLERATED = 2;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;
const FIRST_TRANSIENT_PAUSE_MS = 500;
const LONGEST_TRANSIENT_PAUSE_MS = 8_000;

export interface ClaimRequest {
  readonly nowMs: number;
  readonly owner: string;
  /** The generation that Freebit has just refused to this process, if any. */
  readonly refused: number | null;
  readonly limits: LoginLimits;
}

/** Decides what a process that needs a key does, and the record as it is after that decision. */
export function claim(stored: AuthRecord, request: ClaimRequest): { claim: Claim; next: AuthRecord } {
  const { nowMs, owner, limits } = request;
  const record = noteRefusal(withSaneTimes(stored, nowMs, limits), request);
  const { key } = record;
  if (key !== null && key.generation !== request.refused)
    return { claim: { kind: 'use', key }, next: record };

  const pausedMs = record.blockedUntilMs - nowMs;
  if (pausedMs > 0)
    return { claim: { kind: 'paused', forMs: pausedMs }, next: withoutUselessKey(record, request) };
  if (record.login !== null && record.login.owner !== owner) return { claim: { kind: 'wait' }, next: record };

  const paidUntilMs = Math.max(record.loginsPaidUntilMs, nowMs);
  const overdrawnMs = paidUntilMs - nowMs - (limits.burst - 1) * limits.intervalMs;
  if (overdrawnMs > 0)
    return { claim: { kind: 'paused', forMs: overdrawnMs }, next: withoutUselessKey(record, request) };

  // The store's clock keeps generations apart even when the store has forgotten the last one.
  const generation = Math.max(record.generation + 1, Math.floor(nowMs));
  const next = {
    ...withoutRefusedKey(record, request),
    generation,
    login: { owner, untilMs: nowMs + LOGIN_LEASE_MS },
    loginsPaidUntilMs: paidUntilMs + limits.intervalMs,
  };
  return { claim: { kind: 'login', generation }, next };
}

/** Keeps the lease of a login that is still under way. */
export function renew(record: AuthRecord, owner: string, nowMs: number): AuthRecord {
  return record.login?.owner === owner
    ? { ...record, login: { owner, untilMs: nowMs + LOGIN_LEASE_MS } }
    : record;
}

/** Stores the key of a login, unless a later login has been quicker. */
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
 * Pauses logins after one has failed: long after refused credentials, shortly after a broken exchange. Whoever comes
 * late, to a key that another login has brought meanwhile, changes nothing.
 */
export function fail(
  record: AuthRecord,
  failure: { owner: string; reason: LoginFailureReason; nowMs: number; jitter: number },
): AuthRecord {
  if (record.key !== null && record.login?.owner !== failure.owner) return record;
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

/** Counts a refused generation once, and pauses logins when one after the other is refused. */
function noteRefusal(record: AuthRecord, { refused, nowMs }: ClaimRequest): AuthRecord {
  const { key } = record;
  if (key?.generation !== refused || key.refused) return record;
  const refusedInARow = record.refusedInARow + 1;
  const noted = { ...record, key: { ...key, refused: true }, refusedInARow };
  if (refusedInARow <= REFUSED_KEYS_TOLERATED) return noted;
  const pauseMs = doubling(FIRST_PAUSE_MS, refusedInARow - REFUSED_KEYS_TOLERATED, LONGEST_PAUSE_MS);
  return { ...noted, blockedUntilMs: nowMs + pauseMs };
}

/** A key that works for other calls is kept: while nobody may log in, one call's refusals must not shut out the rest. */
function withoutUselessKey(record: AuthRecord, request: ClaimRequest): AuthRecord {
  return record.key?.proven ? record : withoutRefusedKey(record, request);
}

/** Compare-and-delete: only the generation that was refused is ever removed. */
function withoutRefusedKey(record: AuthRecord, { refused }: ClaimRequest): AuthRecord {
  return record.key?.generation === refused ? { ...record, key: null } : record;
}

function release(record: AuthRecord, owner: string): AuthRecord {
  return record.login?.owner === owner ? { ...record, login: null } : record;
}

/** Forgets what is over, and what a clock that was set back makes last for ever. */
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
