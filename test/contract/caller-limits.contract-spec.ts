import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CallerWindow,
  type CallerQuota,
  type Standing,
  type Taken,
  type Taking,
} from '../../src/limits/caller-window';
import { SharedLimits, type UntoldLine } from '../../src/limits/shared-limits';
import { RedisStore } from '../../src/store/redis/redis.store';
import { RedisServer } from '../harness/redis-server';

/** The limits of one caller, in memory or in Redis. */
interface Limits {
  take(taking: Taking, untold?: readonly UntoldLine[]): Promise<Taken>;
  look(quota: CallerQuota): Promise<Standing>;
}

const NONE = { traffic: undefined, other: undefined };
/** So slow that no token returns during a test, even on a slow machine. */
const SLOW: CallerQuota = { rate: { perSecond: 0.001, burst: 3 }, lines: NONE };
const LINES: CallerQuota = {
  rate: undefined,
  lines: { traffic: { most: 2, windowMs: 600_000 }, other: { most: 3, windowMs: 600_000 } },
};
const traffic = (name: string): Taking => ({ quota: LINES, line: { name, guard: 'traffic' } });
const other = (name: string): Taking => ({ quota: LINES, line: { name, guard: 'other' } });

describe('the limits of a caller', () => {
  let redis: RedisServer;
  let store: RedisStore;
  beforeAll(async () => {
    redis = await RedisServer.start();
    store = RedisStore.open(redis.url, { keyPrefix: 'test:' });
  });
  afterAll(async () => {
    await store.close();
    await redis.close();
  });

  const inMemory = (): Limits => {
    const window = new CallerWindow();
    return {
      take: (taking) => Promise.resolve(window.take(taking, performance.now())),
      look: (quota) => Promise.resolve(window.look(quota, performance.now())),
    };
  };
  const inRedis = (): Limits => {
    const [shared, key] = [new SharedLimits(store), randomUUID()];
    return {
      take: (taking, untold = []) => shared.take(key, taking, untold),
      look: (quota) => shared.look(key, quota),
    };
  };

  describe.each([
    ['in memory', inMemory],
    ['in Redis', inRedis],
  ])('%s', (_, make) => {
    it('let a burst through and then nothing until a token has returned', async () => {
      const limits = make();
      const rates = [];
      for (let times = 0; times < 5; times++) rates.push((await limits.take({ quota: SLOW })).rate!);

      expect(rates.map(({ allowed }) => allowed)).toEqual([true, true, true, false, false]);
      expect(rates.map(({ remaining }) => remaining)).toEqual([2, 1, 0, 0, 0]);
      for (const { nextMs } of rates) expect(nextMs).toBeGreaterThan(900_000);
      for (const { nextMs } of rates) expect(nextMs).toBeLessThanOrEqual(1_000_000);
    });

    it('let one request through when a token has returned', async () => {
      const limits = make();
      const quota: CallerQuota = { rate: { perSecond: 4, burst: 1 }, lines: NONE };
      await limits.take({ quota });
      let { rate } = await limits.take({ quota });
      while (rate!.allowed) ({ rate } = await limits.take({ quota }));

      await pause(rate!.nextMs + 20);

      expect((await limits.take({ quota })).rate!.allowed).toBe(true);
    });

    it('count each line once, and refuse the first one above the limit', async () => {
      const limits = make();
      const taken = [];
      for (const name of ['a', 'b', 'a', 'c', 'a']) taken.push((await limits.take(traffic(name))).lines!);

      expect(taken.map(({ allowed }) => allowed)).toEqual([true, true, true, false, true]);
      expect(taken.map(({ remaining }) => remaining)).toEqual([1, 0, 0, 0, 0]);
      for (const { nextMs } of taken) expect(nextMs).toBeGreaterThan(500_000);
    });

    it('count traffic and everything else separately', async () => {
      const limits = make();
      for (const name of ['a', 'b', 'c']) await limits.take(traffic(name));

      expect((await limits.take(other('c'))).lines).toMatchObject({ allowed: true, remaining: 2 });
      expect(await limits.look(LINES)).toMatchObject({
        rate: null,
        lines: { traffic: { allowed: false, remaining: 0 }, other: { allowed: true, remaining: 2 } },
      });
    });

    it('forget a line when the window after its first use is over', async () => {
      const limits = make();
      const quota: CallerQuota = { rate: undefined, lines: { ...NONE, other: { most: 1, windowMs: 50 } } };
      await limits.take({ quota, line: { name: 'a', guard: 'other' } });

      await pause(100);

      const { lines } = await limits.take({ quota, line: { name: 'b', guard: 'other' } });
      expect(lines).toMatchObject({ allowed: true, remaining: 0 });
    });

    it('count no line when the rate refuses the request', async () => {
      const limits = make();
      const quota: CallerQuota = { ...LINES, rate: { perSecond: 0.001, burst: 1 } };
      await limits.take({ quota });

      const taken = await limits.take({ quota, line: { name: 'a', guard: 'traffic' } });

      expect(taken).toMatchObject({ rate: { allowed: false }, lines: null });
      expect((await limits.look(LINES)).lines.traffic).toMatchObject({ remaining: 2 });
    });

    it('count nothing when they are read', async () => {
      const limits = make();
      await limits.take({ quota: SLOW });

      for (let times = 0; times < 5; times++) expect((await limits.look(SLOW)).rate!.remaining).toBe(2);
    });
  });

  it('in Redis count the lines that a replica has let through alone', async () => {
    const limits = inRedis();

    const { lines } = await limits.take(traffic('c'), [
      { name: 'a', leftMs: 60_000 },
      { name: 'b', leftMs: 60_000 },
    ]);

    expect(lines).toMatchObject({ allowed: false, remaining: 0 });
    expect((await limits.take(traffic('a'))).lines!.allowed).toBe(true);
  });

  it('in Redis take one command in one slot, and their keys expire', async () => {
    await redis.cli('FLUSHALL');
    const [shared, quota] = [new SharedLimits(store), { ...LINES, rate: SLOW.rate }];
    await shared.take('warm', { quota }, []);
    await redis.cli('CONFIG', 'RESETSTAT');

    await shared.take('caller', { quota, line: { name: 'a', guard: 'traffic' } }, []);

    expect(await redis.commands('evalsha')).toBe(1);
    const keys = String(await redis.cli('KEYS', '*caller*'))
      .split(/[\s,]+/)
      .filter(Boolean);
    expect(keys.sort()).toEqual(['test:limits:{caller}', 'test:limits:{caller}:traffic']);
    for (const key of keys) expect(Number(await redis.cli('PTTL', key))).toBeGreaterThan(0);
  });
});
