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

/** Logs in, brings a key, and has it refused: so many generations in a row, from a full purse each time. */
function refuseInARow(times: number, start: AuthRecord = emptyAuthRecord): AuthRecord {
  let stored = start;
  for (let generation = 100; generation < 100 + times; generation++) {
    stored = { ...stored, key: key({ generation }), blockedUntilMs: 0, loginsPaidUntilMs: 0 };
    stored = ask(stored, { refused: generation }).next;
  }
  return stored;
}

describe('what a process that needs a key has to do', () => {
  it('is to use the key that is there', () => {
    const { claim: mine, next } = ask(holding());

    expect(mine).toEqual({ kind: 'use', key: key() });
    expect(next).toEqual(holding());
  });

  it('is to log in when no key is there, under a lease and a generation of the clock', () => {
    const { claim: mine, next } = ask(emptyAuthRecord);

    expect(mine).toEqual({ kind: 'login', generation: NOW });
    expect(next).toMatchObject({
      generation: NOW,
      login: { owner: 'me', untilMs: NOW + LOGIN_LEASE_MS },
      loginsPaidUntilMs: NOW + limits.intervalMs,
    });
  });

  it('is to log in, under the next generation, when the clock is behind the last one', () => {
    expect(ask(record({ generation: NOW + 5 })).claim).toEqual({ kind: 'login', generation: NOW + 6 });
  });

  it('is to log in when the key is over', () => {
    expect(ask(holding({ expiresAtMs: NOW })).claim.kind).toBe('login');
  });

  it('is to log in when its key was refused and no other is there', () => {
    const { claim: mine, next } = ask(holding(), { refused: 7 });

    expect(mine.kind).toBe('login');
    expect(next).toMatchObject({ key: { generation: 7, refused: true }, refusedInARow: 1 });
  });

  it.each([
    ['just obtained', 0, YOUNG_KEY_MS],
    ['almost two seconds old', YOUNG_KEY_MS - 1, 1],
    ['obtained a moment ahead of the clock', -500, YOUNG_KEY_MS],
  ])('is to wait while its refused key is young: %s', (_, ageMs, forMs) => {
    const stored = holding({ obtainedAtMs: NOW - ageMs });

    expect(ask(stored, { refused: 7 })).toEqual({ claim: { kind: 'wait', forMs }, next: stored });
    expect(ask(stored).claim.kind).toBe('use');
  });

  it('is to log in when its refused key is two seconds old', () => {
    expect(ask(holding({ obtainedAtMs: NOW - YOUNG_KEY_MS }), { refused: 7 }).claim.kind).toBe('login');
  });

  it('is to log in afresh when it asks for that, within the rate, and the key stays meanwhile', () => {
    const { claim: mine, next } = ask(holding(), { afresh: true });

    expect(mine.kind).toBe('login');
    expect(next).toMatchObject({ key: { generation: 7, refused: false }, refusedInARow: 0 });
    const overdrawn = { ...holding(), loginsPaidUntilMs: NOW + 30_000 };
    expect(ask(overdrawn, { afresh: true }).claim.kind).toBe('paused');
  });

  it('is to use the newer key when an older one was refused, which costs that key nothing', () => {
    const { claim: mine, next } = ask(holding(), { refused: 6 });

    expect(mine.kind).toBe('use');
    expect(next).toEqual(holding());
  });

  it('is to wait while another logs in', () => {
    const stored = record({ login: { owner: 'other', untilMs: NOW + 1 } });

    expect(ask(stored)).toEqual({ claim: { kind: 'wait', forMs: 25 }, next: stored });
  });

  it('is to take over once the lease of the other is over', () => {
    const stored = record({ login: { owner: 'other', untilMs: NOW } });

    expect(ask(stored).next.login?.owner).toBe('me');
  });

  it('is to go on when the lease is its own, as its claim may have been carried out unseen', () => {
    expect(ask(record({ login: { owner: 'me', untilMs: NOW + 1 } })).claim.kind).toBe('login');
  });

  it('is how long logins are paused', () => {
    expect(ask(record({ blockedUntilMs: NOW + 1_234 })).claim).toEqual({ kind: 'paused', forMs: 1_234 });
  });

  it('allows three logins at once and one more every ten seconds', () => {
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

  it('counts once, however often and by whichever process it is reported', () => {
    const once = ask({ ...holding({ proven: true }), ...overdrawn }, { refused: 7 }).next;

    expect(ask(once, { refused: 7, owner: 'other' }).next).toEqual(once);
    expect(once).toMatchObject({ refusedInARow: 1, key: { refused: true } });
  });

  const other = { login: { owner: 'other', untilMs: NOW + 1_000 } };

  it.each([
    ['the rate of logins forbids one', 'paused', overdrawn],
    ['logins are paused', 'paused', { blockedUntilMs: NOW + 5_000 }],
    ['another process logs in', 'wait', other],
  ])('stays for the calls that it serves while %s, proven or not', (_, kind, over) => {
    for (const proven of [true, false]) {
      const { claim: mine, next } = ask({ ...holding({ proven }), ...over }, { refused: 7 });

      expect(mine.kind).toBe(kind);
      expect(next.key?.generation).toBe(7);
      expect(ask(next).claim.kind).toBe('use');
    }
  });

  it('stays after a login that failed', () => {
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

  it('begins a new row after a key that worked', () => {
    const worked = prove({ ...refuseInARow(5), key: key({ generation: 8 }) }, 8);

    expect(worked).toMatchObject({ refusedInARow: 0, key: { proven: true, refused: false } });
    expect(refuseInARow(2, worked).blockedUntilMs).toBe(0);
  });

  it('proves nothing about another generation', () => {
    expect(prove(holding(), 6)).toEqual(holding());
    expect(prove(emptyAuthRecord, 6)).toEqual(emptyAuthRecord);
  });
});

describe('a login', () => {
  const mine = record({ generation: 8, login: { owner: 'me', untilMs: NOW + 100 } });

  it('keeps its lease by renewing it, and no other process can', () => {
    expect(renew(mine, 'me', NOW).login?.untilMs).toBe(NOW + LOGIN_LEASE_MS);
    expect(renew(mine, 'other', NOW)).toEqual(mine);
    expect(renew(emptyAuthRecord, 'me', NOW)).toEqual(emptyAuthRecord);
  });

  it('stores its key, ends its lease, and clears the failures before it', () => {
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

  it('that is slower than its lease does not replace a newer key, nor end the lease of another', () => {
    const stored = { ...holding(), login: { owner: 'other', untilMs: NOW + 1 } };

    expect(commit(stored, 'me', key({ generation: 6 }))).toEqual(stored);
  });

  it('that is slower than its lease is still good when no other process was quicker', () => {
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
  ])('with refused credentials, failing for the %d. time, pauses logins for %d ms', (nth, pauseMs) => {
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
  ])('that breaks for the %d. time, with luck %d, pauses logins for %d ms', (nth, jitter, pauseMs) => {
    const failed = fail(
      { ...mine, failedLogins: nth - 1 },
      { owner: 'me', reason: 'transient', nowMs: NOW, jitter },
    );

    expect(failed.blockedUntilMs - NOW).toBe(pauseMs);
  });

  it('that fails after another has brought a key pauses nothing', () => {
    expect(fail(holding(), { owner: 'me', reason: 'credential', nowMs: NOW, jitter: 1 })).toEqual(holding());
  });
});

describe('a clock that was set back by a day', () => {
  const DAY = 86_400_000;

  it('drops a key and a lease of the future', () => {
    const stored = {
      ...holding({ obtainedAtMs: NOW + DAY, expiresAtMs: NOW + DAY + 1 }),
      login: { owner: 'other', untilMs: NOW + DAY },
    };

    expect(ask(stored).claim.kind).toBe('login');
  });

  it('pauses logins no longer than the longest pause', () => {
    expect(ask(record({ blockedUntilMs: NOW + DAY })).claim).toEqual({ kind: 'paused', forMs: 300_000 });
  });

  it('leaves at most a purse to be filled again', () => {
    expect(ask(record({ loginsPaidUntilMs: NOW + DAY })).claim).toEqual({ kind: 'paused', forMs: 10_000 });
  });
});
