import { MemoryStore } from '../../store/memory.store';
import { Deadline } from '../deadline';
import { failed } from '../freebit-error';
import { AuthKeys } from './auth-keys';
import { loginPaused } from './login';
import { LoginDesk, type AuthKey, type KeyResult } from './login-desk';
import { SharedAuthRecord, SharedStateUnavailable, type Seal } from './shared-auth-record';

const TTL_MS = 1_800_000;
const inTheClear: Seal = { seal: (text) => text, open: (sealed) => sealed };
const DETAIL = 'PA03-02';
const TRAFFIC = 'PA05-01';

let nowMs: number;

beforeEach(() => {
  nowMs = 1_000;
  jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => jest.restoreAllMocks());

const soon = () => Deadline.in(60_000);
/** A key that was obtained an hour ago. */
const key = (generation: number, over: Partial<AuthKey> = {}): AuthKey => ({
  value: `key-${generation}`,
  generation,
  obtainedAtMs: nowMs - 3_600_000,
  expiresAtMs: nowMs + TTL_MS,
  proven: false,
  ...over,
});
const had = (generation: number): KeyResult => ({ kind: 'key', key: key(generation) });
const generationOf = (result: KeyResult) => (result.kind === 'key' ? result.key.generation : result.failure);

/** A desk that answers when the test says so. */
function desk() {
  const asked: { refused: number | null; afresh: boolean | undefined; tell: (result: KeyResult) => void }[] =
    [];
  return {
    asked,
    obtain: (refused: number | null, afresh?: boolean) =>
      new Promise<KeyResult>((tell) => asked.push({ refused, afresh, tell })),
    prove: jest.fn(() => Promise.resolve()),
  };
}

/** A desk for this process alone, as the module makes it, and its logins. */
function loneDesk() {
  const logins: string[] = [];
  const run = async () => ({ kind: 'key', authKey: `lone-${logins.push('login')}` }) as const;
  const record = new SharedAuthRecord(new MemoryStore(() => nowMs), inTheClear, 'auth:alone');
  const limits = { burst: 1, intervalMs: 30_000 };
  return { logins, desk: new LoginDesk(record, { run }, { keyTtlMs: TTL_MS, limits }) };
}

const storeIsDown = {
  obtain: () => Promise.reject(new SharedStateUnavailable()),
  prove: () => Promise.resolve(),
};

/** The keys of a process that already has the first one. */
async function warm(over: Partial<AuthKey> = {}) {
  const shared = desk();
  const keys = new AuthKeys(shared, desk());
  const first = keys.get(TRAFFIC, soon());
  shared.asked[0]?.tell({ kind: 'key', key: key(1, over) });
  await first;
  return { shared, keys, first: key(1, over) };
}

describe('the auth key of a process', () => {
  it('is requested once for many callers', async () => {
    const shared = desk();
    const keys = new AuthKeys(shared, desk());
    const callers = Array.from({ length: 100 }, () => keys.get(DETAIL, soon()));

    shared.asked[0]?.tell(had(1));

    expect(new Set((await Promise.all(callers)).map(generationOf))).toEqual(new Set([1]));
    expect(generationOf(await keys.get(TRAFFIC, soon()))).toBe(1);
    expect(shared.asked).toHaveLength(1);
  });

  it('is replaced once after refusals in several calls', async () => {
    const { shared, keys, first } = await warm();
    keys.refused(DETAIL, first);
    keys.refused(TRAFFIC, first);
    const callers = Array.from({ length: 100 }, (_, i) => keys.get(i % 2 ? DETAIL : TRAFFIC, soon()));

    shared.asked[1]?.tell(had(2));

    expect(new Set((await Promise.all(callers)).map(generationOf))).toEqual(new Set([2]));
    expect(shared.asked.map((one) => one.refused)).toEqual([null, 1]);
  });

  it('keeps serving the calls in which it was not refused', async () => {
    const { shared, keys, first } = await warm();
    keys.refused(DETAIL, first);
    const waiting = keys.get(DETAIL, soon());

    expect(generationOf(await keys.get(TRAFFIC, soon()))).toBe(1);
    shared.asked[1]?.tell(loginPaused(10_000));

    expect(await waiting).toEqual(loginPaused(10_000));
    expect(generationOf(await keys.get(TRAFFIC, soon()))).toBe(1);
    expect(shared.asked).toHaveLength(2);
  });

  it('fails at once for a call in which it was refused, and is retried there once a second', async () => {
    const { shared, keys, first } = await warm();
    keys.refused(DETAIL, first);
    const waiting = keys.get(DETAIL, soon());
    shared.asked[1]?.tell(loginPaused(10_000));
    await waiting;

    for (let i = 0; i < 100; i++) expect(await keys.get(DETAIL, soon())).toEqual(loginPaused(10_000));
    expect(shared.asked).toHaveLength(2);

    nowMs += 1_000;
    const trial = keys.get(DETAIL, soon());
    const beside = keys.get(DETAIL, soon());
    shared.asked[2]?.tell(loginPaused(9_000));

    expect(generationOf(await trial)).toBe(1);
    expect(await beside).toEqual(loginPaused(9_000));
    keys.accepted(DETAIL, first);
    expect(generationOf(await keys.get(DETAIL, soon()))).toBe(1);
  });

  it('is waited for until each deadline, and reaches the other callers when one has left', async () => {
    const shared = desk();
    const keys = new AuthKeys(shared, desk());
    const left = keys.get(DETAIL, Deadline.in(0));
    const stays = keys.get(DETAIL, soon());

    expect(await left).toEqual(failed({ kind: 'auth_failed', retryAfterSeconds: 1 }));
    shared.asked[0]?.tell(had(1));

    expect(generationOf(await stays)).toBe(1);
  });

  it('is requested again after a failure, which all waiting callers get', async () => {
    const shared = desk();
    const keys = new AuthKeys(shared, desk());
    const callers = [keys.get(DETAIL, soon()), keys.get(TRAFFIC, soon())];
    shared.asked[0]?.tell(loginPaused(5_000));
    expect(await Promise.all(callers)).toEqual([loginPaused(5_000), loginPaused(5_000)]);

    const again = keys.get(DETAIL, soon());
    shared.asked[1]?.tell(had(1));

    expect(generationOf(await again)).toBe(1);
  });

  it('is looked up again after a minute, to adopt a newer key of another process', async () => {
    const { shared, keys } = await warm();
    nowMs += 60_000;

    const later = keys.get(DETAIL, soon());
    shared.asked[1]?.tell(had(2));

    expect(generationOf(await later)).toBe(2);
    expect(shared.asked[1]?.refused).toBeNull();
  });

  it('is not used after it has expired', async () => {
    const { shared, keys } = await warm({ expiresAtMs: nowMs + 5 });
    nowMs += 5;

    void keys.get(DETAIL, soon());

    expect(shared.asked).toHaveLength(2);
  });

  it('is not requested again if the refused one has already been replaced', async () => {
    const { shared, keys, first } = await warm();
    keys.refused(DETAIL, first);
    const replaced = keys.get(DETAIL, soon());
    shared.asked[1]?.tell(had(2));
    await replaced;

    keys.refused(TRAFFIC, first);

    expect(generationOf(await keys.get(TRAFFIC, soon()))).toBe(2);
    expect(shared.asked).toHaveLength(2);
  });

  it('is not replaced by an older one that arrives late', async () => {
    const { shared, keys, first } = await warm();
    nowMs += 60_000;
    const slow = keys.get(TRAFFIC, soon());
    keys.refused(DETAIL, first);
    const afresh = keys.logIn();
    shared.asked[2]?.tell(had(3));
    await afresh;

    shared.asked[1]?.tell(had(2));

    expect(shared.asked[2]).toMatchObject({ refused: null, afresh: true });
    expect(generationOf(await slow)).toBe(3);
    expect(generationOf(await keys.get(TRAFFIC, soon()))).toBe(3);
  });

  it('is reported as proven once, and again if that report failed', async () => {
    const shared = desk();
    const keys = new AuthKeys(shared, desk());
    shared.prove.mockRejectedValueOnce(new SharedStateUnavailable());

    keys.accepted(DETAIL, key(1));
    await Promise.resolve();
    await Promise.resolve();
    keys.accepted(DETAIL, key(1));
    keys.accepted(DETAIL, key(1));
    keys.accepted(DETAIL, key(2, { proven: true }));

    expect(shared.prove).toHaveBeenCalledTimes(2);
  });
});

describe('a young auth key', () => {
  it('is retried by one caller at each age, and not replaced until it is two seconds old', async () => {
    jest.useFakeTimers({ doNotFake: ['performance'] });
    const { shared, keys, first } = await warm({ obtainedAtMs: nowMs });
    keys.refused(DETAIL, first);
    const tried: number[] = [];
    const ends: KeyResult[] = [];
    const call = async () => {
      for (;;) {
        const result = await keys.get(DETAIL, soon());
        if (generationOf(result) !== 1) return void ends.push(result);
        tried.push(nowMs - first.obtainedAtMs);
        keys.refused(DETAIL, first);
      }
    };
    const calls = [call(), call(), call()];

    for (; nowMs < 4_000; nowMs += 10) await jest.advanceTimersByTimeAsync(10);
    shared.asked[1]?.tell(had(2));
    await Promise.all(calls);

    expect(tried.map((age) => Math.round(age / 50) * 50)).toEqual([250, 500, 1_000, 1_500]);
    expect(ends.map(generationOf)).toEqual([2, 2, 2]);
    expect(shared.asked).toHaveLength(2);
    jest.useRealTimers();
  });

  it('serves other calls meanwhile, and is not waited for beyond the deadline', async () => {
    const { shared, keys, first } = await warm({ obtainedAtMs: nowMs });
    keys.refused(DETAIL, first);

    expect(generationOf(await keys.get(TRAFFIC, soon()))).toBe(1);
    expect(await keys.get(DETAIL, Deadline.in(100))).toMatchObject({ failure: { kind: 'auth_failed' } });
    expect(shared.asked).toHaveLength(1);
  });
});

describe('the auth key of a process without the shared store', () => {
  it('stays the one in memory', async () => {
    const lone = loneDesk();
    const obtain = jest.fn(() => Promise.reject<KeyResult>(new SharedStateUnavailable()));
    const keys = new AuthKeys({ ...storeIsDown, obtain: obtain.mockResolvedValueOnce(had(1)) }, lone.desk);
    await keys.get(DETAIL, soon());

    for (nowMs = 70_000; nowMs < 80_000; nowMs += 100)
      expect(generationOf(await keys.get(DETAIL, soon()))).toBe(1);

    expect(lone.logins).toHaveLength(0);
    // The store is tried again every second, so that its return is noticed.
    expect(obtain).toHaveBeenCalledTimes(11);
  });

  it('comes from one own login if there is none in memory', async () => {
    const { logins, desk: alone } = loneDesk();
    const keys = new AuthKeys(storeIsDown, alone);

    const results = await Promise.all(Array.from({ length: 50 }, () => keys.get(DETAIL, soon())));
    nowMs += 10_000;
    results.push(await keys.get(DETAIL, soon()));

    expect(new Set(results.map((one) => one.kind === 'key' && one.key.value))).toEqual(new Set(['lone-1']));
    expect(logins).toHaveLength(1);
  });

  it('is renewed at most once in thirty seconds, however often it is refused', async () => {
    const { logins, desk: alone } = loneDesk();
    const keys = new AuthKeys(storeIsDown, alone);
    const loginsAfterMs: number[] = [];
    let tried = 0;

    for (const startMs = nowMs; nowMs <= startMs + 65_000; nowMs += 500) {
      const before = logins.length;
      // Too little time to wait for a young key, which is retried later.
      const result = await keys.get(DETAIL, Deadline.in(1));
      for (let i = before; i < logins.length; i++) loginsAfterMs.push(nowMs - startMs);
      if (result.kind === 'failed') continue;
      tried++;
      keys.refused(DETAIL, result.key);
    }

    expect(loginsAfterMs).toEqual([0, 30_000, 60_000]);
    expect(tried).toBeGreaterThan(10);
    expect(tried).toBeLessThan(70);
  });
});
