import { setTimeout as pause } from 'node:timers/promises';
import { AuthKeys } from '../../src/freebit/auth/auth-keys';
import type { StoredKey } from '../../src/freebit/auth/auth-record';
import { claim, commit, YOUNG_KEY_MS } from '../../src/freebit/auth/auth-record-transitions';
import type { LoginResult } from '../../src/freebit/auth/login';
import { LoginDesk, type AuthKey, type KeyResult } from '../../src/freebit/auth/login-desk';
import { SharedAuthRecord, SharedStateUnavailable } from '../../src/freebit/auth/shared-auth-record';
import { Deadline } from '../../src/freebit/deadline';
import { failed } from '../../src/freebit/freebit-error';
import { MemoryStore } from '../../src/store/memory.store';
import { RedisStore } from '../../src/store/redis/redis.store';
import { TextSeal } from '../../src/store/sealed-text';
import { RedisServer } from '../harness/redis-server';
import { SingleRecords } from '../harness/single-records';
import { eventually, promisedMs } from '../harness/slow-is-not-wrong';

const LIMITS = { burst: 3, intervalMs: 10_000 };
const OPTIONS = { keyTtlMs: 60_000, limits: LIMITS };
const REPLICAS = 3;
const CALL = 'PA03-02';
const soon = () => Deadline.in(60_000);

/** The key of a result; throws for a failure. */
function keyOf(result: KeyResult): AuthKey {
  if (result.kind === 'failed') throw new Error(result.failure.kind);
  return result.key;
}

/** A younger key is retried rather than replaced. */
const YOUNG_MS = 2_100;

describe.each(['memory', 'Redis'] as const)('the login desk in %s', (kind) => {
  let server: RedisServer | undefined;
  let stores: (MemoryStore | RedisStore)[];
  let place = 0;
  let logins: string[];

  beforeAll(async () => {
    server = kind === 'Redis' ? await RedisServer.start() : undefined;
    const { url } = server ?? {};
    const memory = new MemoryStore();
    stores = Array.from({ length: REPLICAS }, () =>
      url ? RedisStore.open(url, { keyPrefix: 'test:' }) : memory,
    );
    for (const store of stores) await store.read('health', ['']);
  });
  afterAll(async () => {
    for (const store of new Set(stores)) await store.close();
    await server?.close();
  });
  beforeEach(() => {
    place++;
    logins = [];
  });

  const at = (replica: number) => stores[replica % REPLICAS]!;
  const recordKey = () => `auth:${place}`;
  const recordOf = (replica: number, secret = 'the-oem-key') =>
    new SharedAuthRecord(at(replica), new TextSeal(secret, 'auth-key'), recordKey());

  /** The desk of one replica; each login takes some time and returns a new key. */
  function desk(replica: number, secret?: string, ms = 30): LoginDesk {
    const run = async (): Promise<LoginResult> => {
      const authKey = `auth-key-value-${logins.push('login')}`;
      await pause(ms);
      return { kind: 'key', authKey };
    };
    return new LoginDesk(recordOf(replica, secret), { run }, OPTIONS);
  }

  const manyDesks = (count: number) => Array.from({ length: count }, (_, replica) => desk(replica));
  const obtainAll = async (desks: LoginDesk[], refused: number | null = null) => {
    const keys = await Promise.all(desks.map((one) => one.obtain(refused)));
    return [...new Set(keys.map((key) => keyOf(key).value))];
  };

  /** A process that has taken the lease for the login and then disappears, perhaps for a while. */
  async function vanishingLeader(refused: number | null = null) {
    const { claim: told } = await recordOf(0).change((record, nowMs) =>
      claim(record, { nowMs, owner: 'vanished', refused, limits: LIMITS }),
    );
    if (told.kind !== 'login') throw new Error(`cannot lead: ${told.kind}`);
    return told.generation;
  }
  const endLease = () =>
    recordOf(0).change((record) => ({ next: { ...record, login: { owner: 'vanished', untilMs: 1 } } }));
  /** Makes the stored key old enough to be replaced. */
  const ageKey = () =>
    recordOf(0).change((record) => ({
      next: {
        ...record,
        key: record.key && { ...record.key, obtainedAtMs: record.key.obtainedAtMs - YOUNG_KEY_MS },
      },
    }));
  const storedKey = async () => (await recordOf(1).change((record) => ({ next: record }))).next.key;

  async function overwrite(change: (text: string) => string): Promise<void> {
    const records = new SingleRecords(at(0));
    const seen = await records.read(recordKey());
    expect(await records.compareAndSet(recordKey(), seen, change(seen.text ?? ''), 600_000)).toBe(true);
  }

  it('makes one login for a hundred cold desks, and gives all of them its key', async () => {
    expect(await obtainAll(manyDesks(100))).toEqual(['auth-key-value-1']);
    expect(logins).toHaveLength(1);
  });

  it('makes one more for a hundred desks whose key was rejected', async () => {
    const { generation } = keyOf(await desk(0).obtain(null));
    await ageKey();

    expect(await obtainAll(manyDesks(100), generation)).toEqual(['auth-key-value-2']);
    expect(await obtainAll(manyDesks(100), generation)).toEqual(['auth-key-value-2']);
    expect(logins).toHaveLength(2);
  });

  it('lets another desk log in within the lease when the leader has died', async () => {
    await vanishingLeader();
    const startedAt = performance.now();

    const values = await obtainAll(manyDesks(20));

    expect(values).toEqual(['auth-key-value-1']);
    expect(performance.now() - startedAt).toBeLessThan(promisedMs(2_500, 7_500));
  });

  it('waits for a leader that is slow but alive, even longer than one lease', async () => {
    const slow = desk(0, undefined, 2_400).obtain(null);
    await eventually(() => logins.length === 1);

    const values = await obtainAll(manyDesks(10));

    expect(values).toEqual([keyOf(await slow).value]);
    expect(logins).toHaveLength(1);
  });

  it('rejects the key of a late leader when there is a newer key', async () => {
    const generation = await vanishingLeader();
    await endLease();
    const newer = keyOf(await desk(1).obtain(null));
    const record = recordOf(0);
    const late: StoredKey = {
      generation,
      sealed: record.seal('late', generation),
      obtainedAtMs: Date.now(),
      expiresAtMs: Date.now() + 60_000,
      proven: false,
      refused: false,
    };

    await record.change((stored) => ({ next: commit(stored, 'vanished', late) }));

    expect((await storedKey())?.generation).toBe(newer.generation);
    expect(keyOf(await desk(2).obtain(null)).value).toBe(newer.value);
  });

  it.each([
    ['was sealed with another secret', (text: string) => text.replace(/"sealed":"[^"]+"/, '"sealed":"AAAA"')],
    [
      'is moved to another generation',
      (text: string) => text.replaceAll(/"generation":\d+/g, '"generation":5'),
    ],
    ['is not a record', () => 'garbage'],
    ['is an empty object', () => '{}'],
    ['has a key without its text', (text: string) => text.replace(/"sealed":"[^"]+"/, '"sealed":null')],
  ])('makes one login when the stored record %s', async (_, change) => {
    await desk(0).obtain(null);
    await overwrite(change);

    const values = await obtainAll(manyDesks(20));

    expect(values).toEqual(['auth-key-value-2']);
    expect(logins).toHaveLength(2);
  });

  it('ignores a key that was sealed with another secret', async () => {
    await desk(0, 'another-oem-key').obtain(null);

    expect(keyOf(await desk(1).obtain(null)).value).toBe('auth-key-value-2');
  });

  it('pauses all desks after one login with refused credentials', async () => {
    const run = async () => {
      logins.push('login');
      return failed({ kind: 'refused', detailCode: '205', statusCode: '403' });
    };
    const desks = Array.from({ length: 30 }, (_, i) => new LoginDesk(recordOf(i), { run }, OPTIONS));

    const results = await Promise.all(desks.map((one) => one.obtain(null)));
    const failures = results.map((result) => (result.kind === 'failed' ? result.failure : result));

    expect(logins).toHaveLength(1);
    expect(failures.filter(({ kind }) => kind === 'auth_failed')).toHaveLength(1);
    expect(failures).toContainEqual({ kind: 'login_paused', retryAfterSeconds: 5 });
    expect(failures).toEqual(failures.map(() => expect.objectContaining({ retryAfterSeconds: 5 })));
  });

  it('allows three logins in a row but no fourth, for all replicas together', async () => {
    let { generation, value } = keyOf(await desk(0).obtain(null));
    for (let i = 1; i < LIMITS.burst; i++) {
      await desk(i).prove(generation);
      await ageKey();
      ({ generation, value } = keyOf(await desk(i).obtain(generation)));
    }

    await desk(0).prove(generation);
    await ageKey();
    const outcomes = await Promise.all(manyDesks(30).map((one) => one.obtain(generation)));

    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['failed']));
    expect(logins).toHaveLength(LIMITS.burst);
    // Calls that it serves can still use it.
    expect(keyOf(await desk(1).obtain(null)).value).toBe(value);
  });

  it('works the same for processes that keep the key in memory', async () => {
    const processes = manyDesks(REPLICAS).map((one) => new AuthKeys(one, desk(0)));
    const all = () => processes.flatMap((one) => Array.from({ length: 50 }, () => one.get(CALL, soon())));
    const keysOf = async () => new Set((await Promise.all(all())).map((result) => keyOf(result).value));

    expect(await keysOf()).toEqual(new Set(['auth-key-value-1']));
    await new Promise((resolve) => setTimeout(resolve, YOUNG_MS));
    for (const one of processes) one.refused(CALL, keyOf(await one.get(CALL, soon())));

    expect(await keysOf()).toEqual(new Set(['auth-key-value-2']));
    expect(logins).toHaveLength(2);
  });
});

describe('the login desk, only in Redis,', () => {
  let server: RedisServer;
  let store: RedisStore;

  beforeAll(async () => {
    server = await RedisServer.start();
    store = RedisStore.open(server.url, { keyPrefix: 'test:' });
  });
  afterAll(async () => {
    await store.close();
    await server.close();
  });

  const desk = (secret: string) =>
    new LoginDesk(
      new SharedAuthRecord(store, new TextSeal(secret, 'auth-key'), 'auth:1'),
      { run: async () => ({ kind: 'key', authKey: 'auth-key-value' }) as const },
      OPTIONS,
    );

  it('leaves the record of a newer gateway alone', async () => {
    await server.cli('SET', 'test:{auth:1}', '{"v":2}');

    await expect(desk('the-oem-key').obtain(null)).rejects.toThrow(SharedStateUnavailable);

    expect(await server.cli('GET', 'test:{auth:1}')).toBe('{"v":2}');
    await server.cli('DEL', 'test:{auth:1}');
  });

  it('replaces a record of another type with one login', async () => {
    await server.cli('DEL', 'test:{auth:1}');
    await server.cli('RPUSH', 'test:{auth:1}', 'not', 'ours');

    expect(keyOf(await desk('the-oem-key').obtain(null)).value).toBe('auth-key-value');
    expect(await server.cli('TYPE', 'test:{auth:1}')).toBe('string');
  });

  it('stores nothing in clear', async () => {
    await desk('the-oem-key').obtain(null);

    const keys = (await server.cli('KEYS', '*')) as string[];
    const dump = await Promise.all(keys.map((key) => server.cli('GET', key)));

    expect(dump.join()).toContain('sealed');
    expect([...keys, ...dump].join()).not.toMatch(/auth-key-value|the-oem-key/);
  });
});
