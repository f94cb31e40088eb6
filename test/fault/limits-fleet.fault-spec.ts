import { startSimulator, type Simulator } from '../../simulator/simulator';
import { Fleet } from '../harness/fleet';
import { decidedLocally } from '../harness/decided-locally';
import { RedisServer } from '../harness/redis-server';
import { replicaEnvironment } from '../harness/replica-environment';
import { keyOf, testClient, type TestClient } from '../harness/test-client';
import { eventually, promisedMs } from '../harness/slow-is-not-wrong';
import { TcpProxy } from '../harness/tcp-proxy';

const MOST = 60;
/** The limit plus five percent. */
const AT_MOST = 63;

const other = testClient('other');
/** One for each test, because the lines of a caller stay counted for minutes. */
const callers = Array.from({ length: 6 }, (_, index) => testClient(`caller-${index}`));

/** A number of lines, each in the next of several spellings. */
const numbers = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => {
    const digits = `8055${String(from + index).padStart(6, '0')}`;
    return [`0${digits}`, `+81${digits}`, `%2B81${digits}`][index % 3]!;
  });

describe('500 different lines of one caller, over two replicas', () => {
  let freebit: Simulator;
  let redis: RedisServer;
  let proxy: TcpProxy;
  let fleet: Fleet;

  let caller: TestClient;

  beforeAll(async () => {
    [freebit, redis] = await Promise.all([startSimulator(), RedisServer.start({ appendonly: true })]);
    proxy = await TcpProxy.start(redis.port);
    fleet = await Fleet.start(2, {
      ...replicaEnvironment(freebit, redis),
      REDIS_URL: `redis://127.0.0.1:${proxy.port}`,
      LOG_LEVEL: 'fatal',
      BULK_GUARD_LINES: `${MOST}`,
      BULK_GUARD_OTHER_LINES: `${MOST}`,
      API_CLIENTS: JSON.stringify([other, ...callers].map(({ entry }) => entry)),
    });
  });
  beforeEach(() => {
    caller = callers.pop()!;
    freebit.journal.reset();
  });
  afterEach(async () => {
    await redis.restart();
    await proxy.heal();
    for (const { url } of fleet.gateways)
      await eventually(async () => !(await (await fetch(`${url}/health/ready`)).text()).includes('degraded'));
  });
  afterAll(async () => {
    await fleet.kill();
    await Promise.all([freebit.close(), proxy.close(), redis.close()]);
  });

  const ask = async (number: string, at: number, by = caller) => {
    const startedMs = performance.now();
    const answer = await fetch(`${fleet.at(at).url}/sims/${number}`, { headers: keyOf(by) });
    await answer.arrayBuffer();
    return { status: answer.status, ms: performance.now() - startedMs };
  };

  /** In batches of twenty-five, in turn over the replicas. */
  async function askAll(all: readonly string[]) {
    const answers = [];
    for (let at = 0; at < all.length; at += 25)
      answers.push(...(await Promise.all(all.slice(at, at + 25).map((number, index) => ask(number, index)))));
    return answers;
  }

  const asked = () =>
    new Set(freebit.journal.entries({ path: '/mvno/getDetail/' }).map(({ account }) => account)).size;

  /** When Redis is late on a busy machine, one replica decides alone, and may let a request through. */
  async function decidedAlone(): Promise<number> {
    const each = await Promise.all(fleet.gateways.map(({ url }) => decidedLocally(url, 'lines')));
    return each.reduce((sum, count) => sum + count, 0);
  }

  it('reach Freebit up to the limit', async () => {
    const aloneBefore = await decidedAlone();

    const answers = await askAll(numbers(500));

    const alone = (await decidedAlone()) - aloneBefore;
    expect(Math.abs(asked() - MOST)).toBeLessThanOrEqual(alone);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(500 - asked());
    expect(JSON.stringify(await redis.cli('KEYS', '*'))).not.toMatch(/(?<![\da-f])0?8055\d{6}(?![\da-f])/);
    const again = await askAll(numbers(MOST).map((number) => number.replace(/^(0|\+81|%2B81)/, '0')));
    expect(again.filter(({ status }) => status !== 429).length).toBeGreaterThan(0);
  });

  it.each(['with Redis', 'without Redis'])(
    'do not disturb another caller that is served meanwhile, %s',
    async (how) => {
      // Two replicas that log in without Redis revoke each other's key.
      await Promise.all([0, 1].map((at) => ask('09012345678', at, other)));
      if (how === 'without Redis') await redis.kill();
      const crowd = { on: true };
      const flood = askAll(numbers(500)).finally(() => (crowd.on = false));

      const served = [];
      do served.push(await ask('09012345678', served.length, other));
      while (crowd.on);
      await flood;

      expect(new Set(served.map(({ status }) => status))).toEqual(new Set([200]));
      const sorted = served.map(({ ms }) => ms).toSorted((a, b) => a - b);
      expect(sorted[Math.floor(sorted.length * 0.99)]).toBeLessThan(promisedMs(1_000));
    },
  );

  it('are all refused once Redis stops after the limit was reached', async () => {
    const aloneBefore = await decidedAlone();
    await askAll(numbers(100));
    const alone = (await decidedAlone()) - aloneBefore;
    await redis.kill();

    const answers = await askAll(numbers(400, 1_000));

    expect(asked()).toBeLessThanOrEqual(AT_MOST + alone);
    expect(asked()).toBeGreaterThanOrEqual(MOST / 2);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([429]));
  });

  it('reach Freebit up to the shares of the replicas when Redis was already down', async () => {
    await redis.kill();

    const answers = await askAll(numbers(500));

    expect(answers.filter(({ status }) => status !== 429)).toHaveLength(MOST);
    expect(asked()).toBeLessThanOrEqual(MOST);
  });

  it('cost a silent Redis about one command a second per replica', async () => {
    await askAll(numbers(10));
    proxy.dropReplies();
    // The first few requests discover that Redis does not answer.
    await askAll(numbers(30, 2_000));
    await redis.cli('CONFIG', 'RESETSTAT');
    const startedMs = performance.now();

    await askAll(numbers(300, 3_000));

    const seconds = (performance.now() - startedMs) / 1_000;
    expect(await redis.commands('evalsha')).toBeLessThanOrEqual(2 * (3 + seconds));
    expect(asked()).toBeLessThanOrEqual(AT_MOST);
  });
});

describe('the rate of two replicas towards Freebit', () => {
  it('is shared, and split in halves when Redis is down', async () => {
    const [freebit, redis] = await Promise.all([startSimulator(), RedisServer.start()]);
    const fleet = await Fleet.start(2, {
      ...replicaEnvironment(freebit, redis),
      LOG_LEVEL: 'fatal',
      // A burst of one minute, so that no second window begins during the test.
      FREEBIT_RATE_PER_SECOND: '1',
      FREEBIT_RATE_BURST: '60',
    });
    const flood = () =>
      Promise.all(
        Array.from({ length: 150 }, async (_, index) => {
          const { status } = await fetch(
            `${fleet.at(index).url}/sims/0907777${String(index).padStart(4, '0')}`,
            {
              headers: keyOf(),
            },
          );
          return status;
        }),
      );
    const calls = () => freebit.journal.count('/mvno/getDetail/');
    const together = await flood();
    const callsTogether = calls();
    await redis.kill();

    await flood();

    // On a busy machine some answers of Redis are late, and count in the share of their replica.
    expect(callsTogether).toBeGreaterThanOrEqual(60);
    expect(callsTogether).toBeLessThan(90);
    expect(together.filter((status) => status === 503)).toHaveLength(150 - callsTogether);
    expect(calls()).toBeGreaterThan(callsTogether);
    expect(calls()).toBeLessThanOrEqual(120);
    await fleet.kill();
    await Promise.all([freebit.close(), redis.close()]);
  });
});
