/**
 * The state of the auth key that all replicas share: one record, changed by compare-and-set. Every function here is
 * pure; all times are milliseconds on the clock of the store that holds the record.
 */
export interface AuthRecord {
  /** The version of the record. A newer version, of a newer gateway, is not changed. */
  readonly v: 1;
  /** The newest generation that any login has got. */
  readonly generation: number;
  readonly key: StoredKey | null;
  readonly login: LoginLease | null;
  /** Generations rejected since Freebit last accepted one. */
  readonly refusedInARow: number;
  /** Failed logins since the last one that brought a key. */
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
  /**
   * Freebit has rejected this key for some call. It stays until there is a newer one, for the calls that it still
   * serves.
   */
  readonly refused: boolean;
}

/** Which process may log in. A lease that is not renewed expires soon, so a dead process does not block the rest. */
export interface LoginLease {
  readonly owner: string;
  readonly untilMs: number;
}

export const emptyAuthRecord: AuthRecord = {
  v: 1,
  generation: 0,
  key: null,
  login: null,
  refusedInARow: 0,
  failedLogins: 0,
  blockedUntilMs: 0,
  loginsPaidUntilMs: 0,
};

/** The record in a text; an empty one for any other text; null for one that a newer gateway has written. */
export function parseAuthRecord(text: string | null): AuthRecord | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    if (isAuthRecord(value)) return value;
    return isNewer(value) ? null : emptyAuthRecord;
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
  v: (value) => value === 1,
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

const isNewer = hasFields({ v: (value) => Number.isInteger(value) && Number(value) > 1 });
