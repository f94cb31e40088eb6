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

  it('are executed once when a planned failover leaves a gateway with the old primary, but twice without confirmation', async () => {
    const old = await set.primary();
    bench.deafen();
    // Else the Sentinels soon make a replica of it, which refuses every write.
    old.door.sentinels.blackHole();
    await set.failOver();

    const wishes = await askOldPrimary();

    await old.door.heal();
    await bench.hearAgain();
    await expectOneExecution('planned failover', wishes);
  });

  it('are executed once when a gateway is cut off together with the primary, but twice without confirmation', async () => {
    const old = await set.primary();
    bench.deafen();
    set.cutOff(old);
    await set.successorOf(old);

    const wishes = await askOldPrimary();
    await expectRefusal(wishes.confirmed);

    await old.door.heal();
    await bench.hearAgain();
    await expectOneExecution('cut-off primary', wishes);
  });

  it('are executed once when the primary dies before its frozen replicas have read everything, but twice without confirmation', async () => {
    const old = await set.primary();
    const others = set.members.filter((member) => member !== old);
    for (const { server } of others) server.freeze();
    old.door.replicas.blackHole();

    const wishes = await askOldPrimary();
    await expectRefusal(wishes.confirmed);

    await old.server.kill();
    for (const { server } of others) server.thaw();
    await set.successorOf(old);
    await expectRefusal(wishes.confirmed);
    await old.door.heal();
    await old.server.restart();
    await expectOneExecution('late replica promoted', wishes);
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

  /**
   * Sends a write through each gateway whose primary has lost some or all of its replicas. Only the one that waits for
   * them refuses.
   */
  async function askOldPrimary(): Promise<OldPrimaryWishes> {
    const [confirmed, unconfirmed] = [bench.wish(), bench.wish()];

    expect([await bench.ask(confirmed, bench.careful), bench.sent(confirmed)]).toMatchObject([REFUSED, 0]);
    expect(await bench.ask(unconfirmed, bench.careless)).toMatchObject({ status: 201, replayed: false });
    return { confirmed, unconfirmed };
  }

  async function expectRefusal(wish: Wish): Promise<void> {
    expect([await bench.ask(wish, bench.other), bench.sent(wish)]).toMatchObject([REFUSED, 0]);
  }

  async function expectOneExecution(
    scenario: string,
    { confirmed, unconfirmed }: OldPrimaryWishes,
  ): Promise<void> {
    const { ms } = await bench.accepted(confirmed, bench.other);
    const { reply } = await bench.accepted(confirmed, bench.careful);
    const again = await bench.accepted(unconfirmed, bench.other);

    expect([reply.replayed, bench.executions(confirmed)]).toEqual([true, 1]);
    // Without confirmation the record was lost.
    expect([again.reply.replayed, bench.executions(unconfirmed)]).toEqual([false, 2]);
    report(`${scenario}, ${replicas} replicas`, ms);
  }
});

interface OldPrimaryWishes {
  /** Asked of the gateway that waits for the replicas. */
  readonly confirmed: Wish;
  readonly unconfirmed: Wish;
}
