import { randomUUID } from 'node:crypto';
import type { Caller } from '../../src/access/caller';
import { CallerNames } from '../../src/limits/caller-names';
import { MoneyLimits } from '../../src/limits/money-limits';
import { Epochs } from '../../src/store/epochs';
import { MemoryStore } from '../../src/store/memory.store';
import { RedisStore } from '../../src/store/redis/redis.store';
import type { Store } from '../../src/store/store';
import { RedisServer } from '../harness/redis-server';
import { eventually } from '../harness/slow-is-not-wrong';

const NAMES = new CallerNames('a secret', 'freebit.example|oem');

function callerWith(dailyAmountMb: number): Caller {
  return { id: randomUUID(), authenticatedBy: 'api_key', scopes: new Set(), dailyAmountMb };
}

describe('the daily amount of a caller', () => {
  let redis: RedisServer;
  const opened: RedisStore[] = [];
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(async () => {
    await Promise.all(opened.map((store) => store.close()));
    await redis.close();
  });

  const openRedis = (): RedisStore => {
    const store = RedisStore.open(redis.url, { keyPrefix: 'test:' });
    opened.push(store);
    return store;
  };
  /** A replica that has already read the epochs of the store. */
  const replicaOn = async (store: Store): Promise<MoneyLimits> => {
    const epochs = new Epochs(store, 'mark', { onLost: () => undefined, onForeign: () => undefined });
    const hasMet = () =>
      epochs.look().then(
        () => true,
        () => false,
      );
    await eventually(hasMet, 100);
    return new MoneyLimits(store, epochs, NAMES);
  };

  describe.each([
    [
      'in memory',
      (): (() => Store) =>
        (
          (store) => () =>
            store
        )(new MemoryStore()),
    ],
    ['in Redis', (): (() => Store) => openRedis],
  ])('%s', (_, storage) => {
    const take = (limits: MoneyLimits, caller: Caller, amountMb: number, name: string = randomUUID()) =>
      limits.take(caller, { name, amountMb });
    const leftOf = async (limits: MoneyLimits, caller: Caller) =>
      (await limits.standing(caller))!.remainingMb;

    it('refuses an addition above it, with the limit and what is left', async () => {
      const [limits, caller] = [await replicaOn(storage()()), callerWith(250)];
      await take(limits, caller, 100);
      await take(limits, caller, 100);

      const problem = await take(limits, caller, 100);

      expect(problem).toMatchObject({ code: 'WRITE_NOT_ALLOWED', facts: { outcome: 'not_applied' } });
      expect(problem!.facts.errors).toEqual([
        {
          pointer: '#/amountMb',
          code: 'daily_amount_limit',
          message: expect.stringMatching(
            /^This caller may add 250 MB a day: 50 MB are left of \d{4}-\d\d-\d\d/,
          ),
        },
      ]);
      expect(await take(limits, caller, 50)).toBeNull();
    });

    it('counts an attempt once, however often it is requested', async () => {
      const [limits, caller] = [await replicaOn(storage()()), callerWith(150)];

      for (let times = 0; times < 3; times++) expect(await take(limits, caller, 100, 'attempt')).toBeNull();

      expect(await leftOf(limits, caller)).toBe(50);
    });

    it('regains an addition once, and only if it was not applied', async () => {
      const [limits, caller] = [await replicaOn(storage()()), callerWith(1_000)];
      for (const name of ['applied', 'refused', 'unknown']) await take(limits, caller, 100, name);

      for (const [name, outcome] of [
        ['applied', 'applied'],
        ['applied', 'not_applied'],
        ['refused', 'not_applied'],
        ['refused', 'not_applied'],
        ['never seen', 'not_applied'],
      ] as const)
        await limits.settle(caller.id, name, outcome);

      expect(await leftOf(limits, caller)).toBe(800);
    });

    it('is unlimited without a setting, and stores nothing', async () => {
      const limits = await replicaOn(storage()());
      const { dailyAmountMb, ...caller } = callerWith(1);

      expect(dailyAmountMb).toBe(1);
      expect(await take(limits, caller, 512_000)).toBeNull();
      expect(await limits.standing(caller)).toBeNull();
    });

    it('is shared by all replicas, over 1,000 additions of which some die with their process', async () => {
      const open = storage();
      const caller = callerWith(50_000);
      const replicas = await Promise.all([0, 1, 2].map(() => replicaOn(open())));
      const counted = { applied: 0, refused: 0, lost: 0, notApplied: 0, unavailable: 0 };
      const add = async (turn: number): Promise<keyof typeof counted> => {
        const [limits, name] = [replicas[turn % 3]!, `attempt-${turn}`];
        const problem = await take(limits, caller, 100, name).catch(() => 'unavailable' as const);
        if (problem !== null) return problem === 'unavailable' ? problem : 'refused';
        // Every tenth dies with its process, and nothing more is recorded about it.
        if (turn % 10 === 9) return 'lost';
        const outcome = turn % 10 === 5 ? 'not_applied' : 'applied';
        await limits.settle(caller.id, name, outcome);
        return outcome === 'applied' ? 'applied' : 'notApplied';
      };

      for (let turn = 0; turn < 1_000; turn += 25) {
        const ends = await Promise.all(Array.from({ length: 25 }, (_each, index) => add(turn + index)));
        for (const end of ends) counted[end]++;
        if (turn % 200 === 100) replicas[(turn / 100) % 3] = await replicaOn(open());
      }

      const { applied, lost, notApplied, unavailable } = counted;
      expect(applied + lost).toBeLessThanOrEqual(500);
      expect(applied + lost + unavailable).toBeGreaterThanOrEqual(500);
      expect(Math.min(lost, notApplied)).toBeGreaterThan(0);
    });
  });

  it('is used up on a day on which the store has lost data', async () => {
    const caller = callerWith(1_000);
    const replicas = [await replicaOn(openRedis()), await replicaOn(openRedis())];
    await replicas[0]!.take(caller, { name: 'before', amountMb: 100 });
    await replicas[1]!.take(caller, { name: 'before too', amountMb: 100 });
    await redis.cli('FLUSHALL');

    const first = await replicas[0]!
      .take(caller, { name: 'after', amountMb: 100 })
      .catch(() => 'unavailable');
    const then = await replicas[1]!.take(caller, { name: 'later', amountMb: 100 });

    expect(first).not.toBeNull();
    expect(then).toMatchObject({ code: 'WRITE_NOT_ALLOWED' });
    expect(then!.facts.errors![0]!.message).toContain('the store has lost how much it added');
  });

  it('cannot be taken from while the store does not answer', async () => {
    const [limits, caller] = [await replicaOn(openRedis()), callerWith(1_000)];
    await redis.stop();

    await expect(limits.take(caller, { name: 'attempt', amountMb: 100 })).rejects.toThrow();

    await redis.restart();
  });
});
