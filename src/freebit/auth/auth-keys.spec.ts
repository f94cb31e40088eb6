import { MemoryStore } from '../../store/memory.store';
import type { AuthKey } from './auth-key';
import { AuthKeys } from './auth-keys';
import { LoginDesk } from './login-desk';
import { LoginFailed } from './login-failed';
import { SharedAuthRecord } from './shared-auth-record';
import { SharedStateUnavailable, type Seal } from './shared-records';

const TTL_MS = 1_800_000;
const inTheClear: Seal = { seal: (text) => text, open: (sealed) => sealed };

let nowMs: number;

beforeEach(() => {
  nowMs = 1_000;
  jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => jest.restoreAllMocks());

const key = (generation: number): AuthKey => ({
  value: `key-${generation}`,
  generation,
  obtainedAtMs: nowMs,
  expiresAtMs: nowMs + TTL_MS,
  proven: false,
});

/** A desk that answers when the test says so. */
function desk() {
  const asked: { refused: number | null; bring: (key: AuthKey) => void; refuse: (error: Error) => void }[] =
    [];
  return {
    asked,
    obtain: (refused: number | null) =>
      new Promise<AuthKey>((bring, refuse) => asked.push({ refused, bring, refuse })),
    prove: jest.fn(() => Promise.resolve()),
  };
}

/** A desk of this process alone, as the module makes it, and the logins that it has made. */
function loneDesk() {
  const logins: string[] = [];
  const login = { run: () => Promise.resolve(`lone-${logins.push('login')}`) };
  const record = new SharedAuthRecord(new MemoryStore(), inTheClear, 'auth:alone');
  const limits = { burst: 1, intervalMs: 30_000 };
  return { logins, desk: new LoginDesk(record, login, { keyTtlMs: TTL_MS, limits }) };
}

const storeIsDown = {
  obtain: () => Promise.reject(new SharedStateUnavailable()),
  prove: () => Promise.resolve(),
};
const paused = expect.objectContaining({ failure: expect.objectContaining({ kind: 'login_paused' }) });

describe('the auth key of a process', () => {
  it('is asked for once, however many callers need it', async () => {
    const shared = desk();
    const keys = new AuthKeys(shared, desk());
    const callers = Array.from({ length: 100 }, () => keys.get());

    shared.asked[0]?.bring(key(1));

    expect(new Set(await Promise.all(callers))).toEqual(new Set([key(1)]));
    expect(await keys.get()).toEqual(key(1));
    expect(shared.asked).toHaveLength(1);
  });

  it('is replaced once, however many calls it was refused to', async () => {
    const shared = desk();
    const keys = new AuthKeys(shared, desk());
    const first = keys.get();
    shared.asked[0]?.bring(key(1));
    const refused = await first;
    const callers = Array.from({ length: 100 }, () => keys.replace(refused));

    shared.asked[1]?.bring(key(2));

    expect(new Set(await Promise.all(callers))).toEqual(new Set([key(2)]));
    expect(shared.asked.map((one) => one.refused)).toEqual([null, 1]);
  });

  it('comes to the others when the first of them has left', async () => {
    const shared = desk();
    const keys = new AuthKeys(shared, desk());
    const left = Promise.race([keys.get(), Promise.reject(new Error('left'))]);
    const stays = keys.get();

    await expect(left).rejects.toThrow('left');
    shared.asked[0]?.bring(key(1));

    expect(await stays).toEqual(key(1));
  });

  it('is asked for anew after a failure, which all of its callers are told', async () => {
    const shared = desk();
    const keys = new AuthKeys(shared, desk());
    const failed = [keys.get(), keys.get()];
    shared.asked[0]?.refuse(new LoginFailed({ kind: 'login_paused', retryAfterSeconds: 5 }));
    await Promise.all(failed.map((one) => expect(one).rejects.toEqual(paused)));

    const again = keys.get();
    shared.asked[1]?.bring(key(1));

    expect(await again).toEqual(key(1));
  });

  it('is looked up again after a minute, so that the newer one of another process is adopted', async () => {
    const shared = desk();
    const keys = new AuthKeys(shared, desk());
    const first = keys.get();
    shared.asked[0]?.bring(key(1));
    await first;
    nowMs += 60_000;

    const later = keys.get();
    shared.asked[1]?.bring(key(2));

    expect(await later).toEqual(key(2));
    expect(shared.asked[1]?.refused).toBeNull();
  });

  it('is not used after its end', async () => {
    const shared = desk();
    const keys = new AuthKeys(shared, desk());
    const first = keys.get();
    shared.asked[0]?.bring({ ...key(1), expiresAtMs: nowMs + 5 });
    await first;
    nowMs += 5;

    void keys.get();

    expect(shared.asked).toHaveLength(2);
  });

  it('is not asked for when the refused one was replaced meanwhile', async () => {
    const shared = desk();
    const keys = new AuthKeys(shared, desk());
    const first = keys.get();
    shared.asked[0]?.bring(key(2));
    await first;

    expect(await keys.replace(key(1))).toEqual(key(2));
    expect(shared.asked).toHaveLength(1);
  });

  it('is not undone by an answer that comes late', async () => {
    const shared = desk();
    const keys = new AuthKeys(shared, desk());
    const slow = keys.get();
    const replacing = keys.replace(key(1));
    shared.asked[1]?.bring(key(2));
    await replacing;

    shared.asked[0]?.bring(key(1));

    expect(await slow).toEqual(key(2));
    expect(await keys.get()).toEqual(key(2));
  });

  it('is said to work once, and again when that was not heard', async () => {
    const shared = desk();
    const keys = new AuthKeys(shared, desk());
    shared.prove.mockRejectedValueOnce(new SharedStateUnavailable());

    keys.accepted(key(1));
    await Promise.resolve();
    keys.accepted(key(1));
    await Promise.resolve();
    keys.accepted(key(1));
    keys.accepted({ ...key(2), proven: true });

    expect(shared.prove).toHaveBeenCalledTimes(2);
  });
});

describe('the auth key of a process that cannot ask the others', () => {
  it('goes on to be the one in memory', async () => {
    const lone = loneDesk();
    const obtain = jest.fn(() => Promise.reject<AuthKey>(new SharedStateUnavailable()));
    const keys = new AuthKeys({ ...storeIsDown, obtain: obtain.mockResolvedValueOnce(key(1)) }, lone.desk);
    await keys.get();

    for (nowMs = 70_000; nowMs < 80_000; nowMs += 100) expect((await keys.get()).generation).toBe(1);

    expect(lone.logins).toHaveLength(0);
    // The store is asked again every second, so that its return is noticed.
    expect(obtain).toHaveBeenCalledTimes(11);
  });

  it('comes from one login of its own when there is none in memory', async () => {
    const { logins, desk: alone } = loneDesk();
    const keys = new AuthKeys(storeIsDown, alone);

    const values = (await Promise.all(Array.from({ length: 50 }, () => keys.get()))).map((one) => one.value);
    nowMs += 10_000;
    values.push((await keys.get()).value);

    expect(new Set(values)).toEqual(new Set(['lone-1']));
    expect(logins).toHaveLength(1);
  });

  it('is renewed at most once in thirty seconds', async () => {
    const { logins, desk: alone } = loneDesk();
    const keys = new AuthKeys(storeIsDown, alone);
    const loginsAfterMs: number[] = [];

    for (const startMs = nowMs; nowMs <= startMs + 65_000; nowMs += 500) {
      const before = logins.length;
      const refused = await keys.get().catch(() => null);
      if (refused) await keys.replace(refused).catch(() => undefined);
      for (let i = before; i < logins.length; i++) loginsAfterMs.push(nowMs - startMs);
    }

    expect(loginsAfterMs).toEqual([0, 30_000, 60_000]);
  });

  it('is tried once a second when it is refused to call after call, until logins are allowed again', async () => {
    const { logins, desk: alone } = loneDesk();
    const keys = new AuthKeys(storeIsDown, alone);
    const dead = await keys.get();
    keys.accepted(dead);
    await Promise.resolve();
    await Promise.resolve();

    let tried = 0;
    for (; nowMs < 29_000; nowMs += 100)
      await keys
        .get()
        .then((key) => (tried++, keys.replace(key)))
        .catch(() => undefined);
    nowMs = 32_000;
    const renewed = await keys.replace(dead);

    expect(tried).toBeGreaterThan(3);
    expect(tried).toBeLessThan(3 + 28);
    expect(renewed.value).toBe('lone-2');
    expect(await keys.get()).toMatchObject({ value: 'lone-2' });
    expect(logins).toHaveLength(2);
  });

  it('is tried on when another call is accepted between the refusals', async () => {
    const keys = new AuthKeys(storeIsDown, loneDesk().desk);
    const working = await keys.get();

    for (let i = 0; i < 10; i++) {
      keys.accepted(working);
      await Promise.resolve();
      await Promise.resolve();
      await expect(keys.replace(working)).rejects.toEqual(paused);
      expect(await keys.get()).toMatchObject({ value: working.value });
    }
  });

  it('stays for the calls that it works for when one call is refused it', async () => {
    const { logins, desk: alone } = loneDesk();
    const keys = new AuthKeys(storeIsDown, alone);
    const working = await keys.get();
    keys.accepted(working);
    await Promise.resolve();
    await Promise.resolve();

    await expect(keys.replace(working)).rejects.toEqual(paused);

    expect(await keys.get()).toMatchObject({ value: working.value });
    expect(logins).toHaveLength(1);
  });
});
