import * as v from 'valibot';

const number = v.pipe(v.number(), v.finite());

const storedKey = v.object({
  generation: number,
  sealed: v.string(),
  obtainedAtMs: number,
  expiresAtMs: number,
  /** Freebit has accepted this key at least once. */
  proven: v.boolean(),
  /**
   * Freebit has rejected this key for some call. It stays until there is a newer one, for the calls that it still
   * serves.
   */
  refused: v.boolean(),
});

/** Which process may log in. A lease that is not renewed expires soon, so a dead process does not block the rest. */
const loginLease = v.object({ owner: v.string(), untilMs: number });

const authRecord = v.object({
  /** The version of the record. A newer version, of a newer gateway, is not changed. */
  v: v.literal(1),
  /** The newest generation that any login has got. */
  generation: number,
  key: v.nullable(storedKey),
  login: v.nullable(loginLease),
  /** Generations rejected since Freebit last accepted one. */
  refusedInARow: number,
  /** Failed logins since the last one that brought a key. */
  failedLogins: number,
  blockedUntilMs: number,
  /** The rate of logins as a generic cell rate: when the bucket is empty again. */
  loginsPaidUntilMs: number,
});

const newerRecord = v.object({ v: v.pipe(v.number(), v.integer(), v.gtValue(1)) });

export type StoredKey = Readonly<v.InferOutput<typeof storedKey>>;

/**
 * The state of the auth key that all replicas share: one record, changed by compare-and-set. Every function here is
 * pure; all times are milliseconds on the clock of the store that holds the record.
 */
export type AuthRecord = Readonly<v.InferOutput<typeof authRecord>>;

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
    if (v.is(authRecord, value)) return value;
    return v.is(newerRecord, value) ? null : emptyAuthRecord;
  } catch {
    return emptyAuthRecord;
  }
}
