import { emptyAuthRecord, type AuthRecord, type StoredKey } from './auth-record';
import {
  claim,
  commit,
  fail,
  LOGIN_LEASE_MS,
  prove,
  renew,
  YOUNG_KEY_MS,
  type ClaimRequest,
} from './auth-record-transitions';

const NOW = 1_770_000_000_000;
const limits = { burst: 3, intervalMs: 10_000 };

const key = (over: Partial<StoredKey> = {}): StoredKey => ({
  generation: 7,
  sealed: 'sealed',
  obtainedAtMs: NOW - 60_000,
  expiresAtMs: NOW + 60_000,
  proven: false,
  refused: false,
  ...over,
});
const record = (over: Partial<AuthRecord> = {}): AuthRecord => ({ ...emptyAuthRecord, ...over });
const holding = (over: Partial<StoredKey> = {}) => record({ generation: 7, key: key(over) });
const ask = (stored: AuthRecord, over: Partial<ClaimRequest> = {}) =>
  claim(stored, { nowMs: NOW, owner: 'me', refused: null, limits, ...over });

/** Logs in, stores a key and has it refused, several times in a row and with the full burst of logins each time. */
function refuseInARow(times: number, start: AuthRecord = emptyAuthRecord): AuthRecord {
  let stored = start;
  for (let generation = 100; generation < 100 + times; generation++) {
    stored = { ...stored, key: key({ generation }), blockedUntilMs: 0, loginsPaidUntilMs: 0 };
    stored = ask(stored, { refused: generation }).next;
  }
  return stored;
}

describe('a process that needs a key', () => {
  it('uses the stored key', () => {
    const { claim: mine, next } = ask(holding());

    expect(mine).toEqual({ kind: 'use', key: key() });
    expect(next).toEqual(holding());
  });

  it('logs in if there is no key, with a lease and a generation from the clock', () => {
    const { claim: mine, next } = ask(emptyAuthRecord);

    expect(mine).toEqual({ kind: 'login', generation: NOW });
    expect(next).toMatchObject({
      generation: NOW,
      login: { owner: 'me', untilMs: NOW + LOGIN_LEASE_MS },
      loginsPaidUntilMs: NOW + limits.intervalMs,
    });
  });

  it('logs in with the next generation if the clock is behind the last one', () => {
    expect(ask(record({ generation: NOW + 5 })).claim).toEqual({ kind: 'login', generation: NOW + 6 });
  });

  it('logs in when the key has expired', () => {
    expect(ask(holding({ expiresAtMs: NOW })).claim.kind).toBe('login');
  });

  it('logs in when its key was refused and there is no other', () => {
    const { claim: mine, next } = ask(holding(), { refused: 7 });

    expect(mine.kind).toBe('login');
    expect(next).toMatchObject({ key: { generation: 7, refused: true }, refusedInARow: 1 });
  });

  it.each([
    ['just obtained', 0, YOUNG_KEY_MS],
    ['almost two seconds old', YOUNG_KEY_MS - 1, 1],
    ['obtained a moment ahead of the clock', -500, YOUNG_KEY_MS],
  ])('waits while its refused key is young: %s', (_, ageMs, forMs) => {
    const stored = holding({ obtainedAtMs: NOW - ageMs });

    expect(ask(stored, { refused: 7 })).toEqual({ claim: { kind: 'wait', forMs }, next: stored });
    expect(ask(stored).claim.kind).toBe('use');
  });

  it('logs in when its refused key is two seconds old', () => {
    expect(ask(holding({ obtainedAtMs: NOW - YOUNG_KEY_MS }), { refused: 7 }).claim.kind).toBe('login');
  });

  it('logs in afresh on request, within the rate, while the key stays', () => {
    const { claim: mine, next } = ask(holding(), { afresh: true });

    expect(mine.kind).toBe('login');
    expect(next).toMatchObject({ key: { generation: 7, refused: false }, refusedInARow: 0 });
    const overdrawn = { ...holding(), loginsPaidUntilMs: NOW + 30_000 };
    expect(ask(overdrawn, { afresh: true }).claim.kind).toBe('paused');
  });

  it('uses the newer key when an older one was refused, and the newer one is not marked', () => {
    const { claim: mine, next } = ask(holding(), { refused: 6 });

    expect(mine.kind).toBe('use');
    expect(next).toEqual(holding());
  });

  it('waits while another process logs in', () => {
    const stored = record({ login: { owner: 'other', untilMs: NOW + 1 } });

    expect(ask(stored)).toEqual({ claim: { kind: 'wait', forMs: 25 }, next: stored });
  });

  it('takes over once the lease of the other process is over', () => {
    const stored = record({ login: { owner: 'other', untilMs: NOW } });

    expect(ask(stored).next.login?.owner).toBe('me');
  });

  it('continues if the lease is its own, because the reply to its claim may have been lost', () => {
    expect(ask(record({ login: { owner: 'me', untilMs: NOW + 1 } })).claim.kind).toBe('login');
  });

  it('learns how long logins are paused', () => {
    expect(ask(record({ blockedUntilMs: NOW + 1_234 })).claim).toEqual({ kind: 'paused', forMs: 1_234 });
  });

  it('may log in three times at once and once more every ten seconds', () => {
    let stored = emptyAuthRecord;
    const told = [0, 0, 0, 0, 9_999, 10_000, 10_000].map((afterMs) => {
      const { claim: mine, next } = ask({ ...stored, login: null }, { nowMs: NOW + afterMs });
      stored = next;
      return mine;
    });

    expect(told.map(({ kind }) => kind)).toEqual([
      ...['login', 'login', 'login', 'paused', 'paused', 'login', 'paused'],
    ]);
    expect(told[3]).toEqual({ kind: 'paused', forMs: 10_000 });
  });
});

describe('a refused key', () => {
  const overdrawn = { loginsPaidUntilMs: NOW + 30_000 };

  it('counts once, even if several processes report it', () => {
    const once = ask({ ...holding({ proven: true }), ...overdrawn }, { refused: 7 }).next;

    expect(ask(once, { refused: 7, owner: 'other' }).next).toEqual(once);
    expect(once).toMatchObject({ refusedInARow: 1, key: { refused: true } });
  });

  const other = { login: { owner: 'other', untilMs: NOW + 1_000 } };

  it.each([
    ['the rate of logins forbids one', 'paused', overdrawn],
    ['logins are paused', 'paused', { blockedUntilMs: NOW + 5_000 }],
    ['another process logs in', 'wait', other],
  ])('stays usable for other calls while %s, proven or not', (_, kind, over) => {
    for (const proven of [true, false]) {
      const { claim: mine, next } = ask({ ...holding({ proven }), ...over }, { refused: 7 });

      expect(mine.kind).toBe(kind);
      expect(next.key?.generation).toBe(7);
      expect(ask(next).claim.kind).toBe('use');
    }
  });

  it('stays after a failed login', () => {
    const { next } = ask(holding(), { refused: 7 });

    const failed = fail(next, { owner: 'me', reason: 'transient', nowMs: NOW, jitter: 1 });

    expect(failed).toMatchObject({ login: null, failedLogins: 1, key: { generation: 7 } });
    expect(ask(failed).claim.kind).toBe('use');
  });

  it.each([
    [1, 0],
    [2, 0],
    [3, 5_000],
    [4, 10_000],
    [8, 160_000],
    [9, 300_000],
    [40, 300_000],
  ])('that is number %d in a row pauses logins for %d ms', (times, pauseMs) => {
    expect(Math.max(0, refuseInARow(times).blockedUntilMs - NOW)).toBe(pauseMs);
  });

  it('starts a new row after a key that worked', () => {
    const worked = prove({ ...refuseInARow(5), key: key({ generation: 8 }) }, 8);

    expect(worked).toMatchObject({ refusedInARow: 0, key: { proven: true, refused: false } });
    expect(refuseInARow(2, worked).blockedUntilMs).toBe(0);
  });

  it('is not marked as proven by a key of another generation', () => {
    expect(prove(holding(), 6)).toEqual(holding());
    expect(prove(emptyAuthRecord, 6)).toEqual(emptyAuthRecord);
  });
});

describe('a login', () => {
  const mine = record({ generation: 8, login: { owner: 'me', untilMs: NOW + 100 } });

  it('keeps its lease by renewing it, which no other process can do', () => {
    expect(renew(mine, 'me', NOW).login?.untilMs).toBe(NOW + LOGIN_LEASE_MS);
    expect(renew(mine, 'other', NOW)).toEqual(mine);
    expect(renew(emptyAuthRecord, 'me', NOW)).toEqual(emptyAuthRecord);
  });

  it('stores its key, ends its lease and clears earlier failures', () => {
    const stored = commit(
      { ...mine, failedLogins: 3, blockedUntilMs: NOW + 9 },
      'me',
      key({ generation: 8 }),
    );

    expect(stored).toMatchObject({
      key: { generation: 8 },
      login: null,
      failedLogins: 0,
      blockedUntilMs: 0,
    });
  });

  it('that outlasts its lease neither replaces a newer key nor ends the lease of another process', () => {
    const stored = { ...holding(), login: { owner: 'other', untilMs: NOW + 1 } };

    expect(commit(stored, 'me', key({ generation: 6 }))).toEqual(stored);
  });

  it('that outlasts its lease still counts if no other process was faster', () => {
    expect(commit(record({ generation: 9 }), 'me', key({ generation: 8 }))).toMatchObject({
      generation: 9,
      key: { generation: 8 },
    });
  });

  it.each([
    [1, 5_000],
    [2, 10_000],
    [6, 160_000],
    [7, 300_000],
    [2_000, 300_000],
  ])('with refused credentials, as failure number %d, pauses logins for %d ms', (nth, pauseMs) => {
    const failed = fail(
      { ...mine, failedLogins: nth - 1 },
      { owner: 'me', reason: 'credential', nowMs: NOW, jitter: 1 },
    );

    expect(failed).toMatchObject({ failedLogins: nth, login: null, blockedUntilMs: NOW + pauseMs });
  });

  it.each([
    [1, 0, 250],
    [1, 1, 500],
    [3, 1, 2_000],
    [5, 0, 4_000],
    [40, 1, 8_000],
  ])(
    'that breaks, as failure number %d and with jitter %d, pauses logins for %d ms',
    (nth, jitter, pauseMs) => {
      const failed = fail(
        { ...mine, failedLogins: nth - 1 },
        { owner: 'me', reason: 'transient', nowMs: NOW, jitter },
      );

      expect(failed.blockedUntilMs - NOW).toBe(pauseMs);
    },
  );

  it('that fails after another process has stored a key pauses nothing', () => {
    expect(fail(holding(), { owner: 'me', reason: 'credential', nowMs: NOW, jitter: 1 })).toEqual(holding());
  });
});

describe('a clock that was set back by a day', () => {
  const DAY = 86_400_000;

  it('invalidates a key and a lease from the future', () => {
    const stored = {
      ...holding({ obtainedAtMs: NOW + DAY, expiresAtMs: NOW + DAY + 1 }),
      login: { owner: 'other', untilMs: NOW + DAY },
    };

    expect(ask(stored).claim.kind).toBe('login');
  });

  it('pauses logins no longer than the longest pause', () => {
    expect(ask(record({ blockedUntilMs: NOW + DAY })).claim).toEqual({ kind: 'paused', forMs: 300_000 });
  });

  it('delays logins by at most one interval of the rate', () => {
    expect(ask(record({ loginsPaidUntilMs: NOW + DAY })).claim).toEqual({ kind: 'paused', forMs: 10_000 });
  });
});
