/**
 * What all replicas know together about the auth key: one record, changed by compare-and-set. Every function here is
 * pure; all times are milliseconds on the clock of the store that holds the record.
 */
export interface AuthRecord {
  /** The newest generation that was ever given to a login. */
  readonly generation: number;
  readonly key: StoredKey | null;
  readonly login: LoginLease | null;
  /** Generations refused since Freebit last accepted one. */
  readonly refusedInARow: number;
  /** Logins failed since the last that brought a key. */
  readonly failedLogins: number;
  readonly blockedUntilMs: number;
  /** The rate of logins as a generic cell rate: when the bucket is empty again. */
  readonly loginsPaidUntilMs: number;
}

export interface StoredKey {
  readonly generation: number;
  readonly sealed: string;
  readonly obtainedAtMs: number;
  readonly expiresAtMs: number;
  /** Freebit has accepted this key at least once. */
  readonly proven: boolean;
  /** Freebit has refused this key, but there was a reason to keep it. */
  readonly refused: boolean;
}

/** Whose turn it is to log in. A lease that is not renewed is soon over, so a dead process does not hold up the rest. */
export interface LoginLease {
  readonly owner: string;
  readonly untilMs: number;
}

export const emptyAuthRecord: AuthRecord = {
  generation: 0,
  key: null,
  login: null,
  refusedInARow: 0,
  failedLogins: 0,
  blockedUntilMs: 0,
  loginsPaidUntilMs: 0,
};

/** The record as it was written; an empty one for anything else. */
export function parseAuthRecord(text: string | null): AuthRecord {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isAuthRecord(value) ? value : emptyAuthRecord;
  } catch {
    return emptyAuthRecord;
  }
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isFlag: Check = (value) => typeof value === 'boolean';
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const hasFields =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(checks).every(([name, check]) => check((value as Record<string, unknown>)[name]));

const keyChecks: Record<keyof StoredKey, Check> = {
  generation: Number.isFinite,
  sealed: isText,
  obtainedAtMs: Number.isFinite,
  expiresAtMs: Number.isFinite,
  proven: isFlag,
  refused: isFlag,
};

const recordChecks: Record<keyof AuthRecord, Check> = {
  generation: Number.isFinite,
  key: orNull(hasFields(keyChecks)),
  login: orNull(hasFields({ owner: isText, untilMs: Number.isFinite })),
  refusedInARow: Number.isFinite,
  failedLogins: Number.isFinite,
  blockedUntilMs: Number.isFinite,
  loginsPaidUntilMs: Number.isFinite,
};

function isAuthRecord(value: unknown): value is AuthRecord {
  return hasFields(recordChecks)(value);
}
