import type { RedisMember } from '../harness/redis-member';
import { RedisSet } from '../harness/redis-set';
import { eventually } from '../harness/slow-is-not-wrong';
import { REFUSED, ReplicatedWrites, report, type Wish } from './replicated-writes-bench';

describe.each([1, 2])('writes over a Redis with Sentinels and replicas: %i', (replicas) => {
  let set: RedisSet;
  let bench: ReplicatedWrites;

  beforeAll(async () => {
    set = await RedisSet.start(replicas, { downAfterMs: 3_000 });
    bench = await ReplicatedWrites.start(set, replicas);
  }, 180_000);

  beforeEach(() => bench.allWell(), 180_000);

  afterAll(async () => {
    await bench.close();
    await set.close();
  });

  it('are executed once when a planned failover leaves a gateway with the old primary', async () => {
    bench.deafen();
    await set.failOver();

    const wish = await askOldPrimary();

    await bench.hearAgain();
    await expectOneExecution('planned failover', wish);
  });

  it('are executed once when a gateway is cut off together with the primary', async () => {
    const old = await set.primary();
    bench.deafen();
    set.cutOff(old);
    await set.successorOf(old);

    const wish = await askOldPrimary();
    await expectRefusal(wish);

    await old.door.heal();
    await bench.hearAgain();
    await expectOneExecution('cut-off primary', wish);
  });

  it('are executed once when the primary dies before its frozen replicas have read everything', async () => {
    const old = await set.primary();
    const others = set.members.filter((member) => member !== old);
    for (const { server } of others) server.freeze();
    old.door.replicas.blackHole();

    const wish = await askOldPrimary();
    await expectRefusal(wish);

    await old.server.kill();
    for (const { server } of others) server.thaw();
    await set.successorOf(old);
    await expectRefusal(wish);
    await old.door.heal();
    await old.server.restart();
    await expectOneExecution('late replica promoted', wish);
  });

  it('are refused while a replica is frozen, even if the setting names fewer, and accepted once it thaws', async () => {
    const primary = await set.primary();
    const [frozen] = set.members.filter((member) => member !== primary) as [RedisMember];
    const frugal = await bench.another({ REDIS_WAIT_REPLICAS: '1' });
    await bench.accepted(bench.wish(), frugal);
    frozen.server.freeze();
    const wishes = [bench.wish(), bench.wish()] as const;

    const refused = [await bench.ask(wishes[0], bench.careful), await bench.ask(wishes[1], frugal)];
    const sent = wishes.map((wish) => bench.sent(wish));
    frozen.server.thaw();

    expect(refused).toMatchObject([REFUSED, REFUSED]);
    expect(sent).toEqual([0, 0]);
    const { ms } = await bench.accepted(wishes[0], bench.other);
    await bench.accepted(wishes[1], bench.other);
    expect(wishes.map((wish) => bench.executions(wish))).toEqual([1, 1]);
    report(`frozen replica, ${replicas} replicas`, ms);
    await frugal.kill();
  });

  it('are resolved only if the replicas confirm, and a refused resolution succeeds when it is repeated', async () => {
    const primary = await set.primary();
    const [frozen] = set.members.filter((member) => member !== primary) as [RedisMember];
    bench.freebit.faults.dropAfterApplying('/master/addSpec/');
    const { operationId, code } = await bench.ask(bench.wish(), bench.careful);
    frozen.server.freeze();

    const refused = await bench.resolve(operationId, bench.careful);
    frozen.server.thaw();

    expect(code).toBe('OUTCOME_UNKNOWN');
    expect(refused).toMatchObject(REFUSED);
    await eventually(async () => (await bench.resolve(operationId, bench.careful)).status === 200, 100);
  });

  /** Asks the gateway whose primary has lost some or all of its replicas. */
  async function askOldPrimary(): Promise<Wish> {
    const wish = bench.wish();

    expect([await bench.ask(wish, bench.careful), bench.sent(wish)]).toMatchObject([REFUSED, 0]);
    return wish;
  }

  async function expectRefusal(wish: Wish): Promise<void> {
    expect([await bench.ask(wish, bench.other), bench.sent(wish)]).toMatchObject([REFUSED, 0]);
  }

  /** The tests over a cluster show what happens without confirmation. */
  async function expectOneExecution(scenario: string, wish: Wish): Promise<void> {
    const { ms } = await bench.accepted(wish, bench.other);
    const { reply } = await bench.accepted(wish, bench.careful);

    expect([reply.replayed, bench.executions(wish)]).toEqual([true, 1]);
    report(`${scenario}, ${replicas} replicas`, ms);
  }
});
