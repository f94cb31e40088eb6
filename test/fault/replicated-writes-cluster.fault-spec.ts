import { setTimeout as pause } from 'node:timers/promises';
import { RedisCluster } from '../harness/redis-cluster';
import { eventually } from '../harness/slow-is-not-wrong';
import { REFUSED, ReplicatedWrites, report, type Wish } from './replicated-writes-bench';
import { ADD_QUOTA, uuidv7 } from './write-bench';

describe('writes over a Redis cluster', () => {
  let cluster: RedisCluster;
  let bench: ReplicatedWrites;

  beforeEach(async () => {
    cluster = await RedisCluster.start();
    bench = await ReplicatedWrites.start(cluster, 1);
    await bench.allWell();
  }, 180_000);

  afterEach(async () => {
    await bench.close();
    await cluster.close();
  });

  /** The nodes that hold the records of a write. The first byte of an operation's id is the bucket of its line. */
  async function nodesOf(operationId: string) {
    const { primary, replicas } = await cluster.shardOf(`{${parseInt(operationId.slice(0, 2), 16)}}`);
    const [replica] = replicas;
    if (!replica) throw new Error('the shard has no replica');
    return { primary, replica };
  }

  /** A write on a line whose records are on the same nodes as those of an earlier write. */
  async function neighbour(operationId: string): Promise<Wish> {
    const { primary } = await nodesOf(operationId);
    for (;;) {
      const line = bench.wish().line;
      const probe = await bench.ask({ line, key: uuidv7() }, bench.other);
      if ((await nodesOf(probe.operationId)).primary === primary) return { line, key: bench.wish().key };
    }
  }

  it('are executed once when a late replica is promoted, but twice without confirmation', async () => {
    const { reply } = await bench.accepted(bench.wish(), bench.other);
    const { primary, replica } = await nodesOf(reply.operationId);
    const [confirmed, unconfirmed] = [await neighbour(reply.operationId), await neighbour(reply.operationId)];
    const before = [confirmed, unconfirmed].map((wish) => bench.executions(wish));
    primary.door.replicas.blackHole();

    const refused = await bench.ask(confirmed, bench.careful);
    const executed = await bench.ask(unconfirmed, bench.careless);
    await primary.server.kill();
    await cluster.promotion(replica);
    const meanwhile = await bench.ask(confirmed, bench.other);

    expect([refused, meanwhile, executed.status]).toMatchObject([REFUSED, REFUSED, 201]);
    expect(bench.executions(confirmed)).toBe(before[0]);
    await primary.door.heal();
    await primary.server.restart();
    const { ms } = await bench.accepted(confirmed, bench.other);
    const again = await bench.accepted(confirmed, bench.careful);
    const twice = await bench.accepted(unconfirmed, bench.other);
    expect([again.reply.replayed, bench.executions(confirmed)]).toEqual([true, before[0]! + 1]);
    expect([twice.reply.replayed, bench.executions(unconfirmed)]).toEqual([false, before[1]! + 2]);
    report('cluster, late replica promoted', ms);
  });

  it('are replayed as the reported success when the primary of their line has died meanwhile', async () => {
    const { reply } = await bench.accepted(bench.wish(), bench.other);
    const { primary, replica } = await nodesOf(reply.operationId);
    const wish = await neighbour(reply.operationId);
    const before = bench.executions(wish);
    bench.freebit.faults.slow(1_500, ADD_QUOTA);
    const answer = bench.ask(wish, bench.careful);
    await eventually(() => bench.executions(wish) > before);

    await primary.server.kill();
    const told = await answer;
    await cluster.promotion(replica);

    expect([told.status, told.replayed]).toEqual([201, false]);
    for (;;) {
      const again = await bench.ask(wish, bench.other);
      expect([201, 409, 503]).toContain(again.status);
      if (again.status === 201) break;
      await pause(100);
    }
    expect(bench.executions(wish)).toBe(before + 1);
  });

  it('are not repeated on the lines of a shard that restarted empty, and are replayed on all others', async () => {
    const written: { wish: Wish; operationId: string }[] = [];
    for (let at = 0; at < 12; at++) {
      const wish = { ...bench.wish(), key: uuidv7() };
      written.push({ wish, operationId: (await bench.accepted(wish, bench.careful)).reply.operationId });
    }
    const { primary } = await nodesOf(written[0]!.operationId);
    const owners = await Promise.all(written.map(({ operationId }) => nodesOf(operationId)));

    await primary.server.restartEmpty();

    for (const [at, { wish }] of written.entries()) {
      const isLost = owners[at]?.primary === primary;
      await eventually(async () => (await bench.ask(wish, bench.other)).status !== 503, 100);
      const { status, code, replayed } = await bench.ask(wish, bench.other);
      expect({ status, code, replayed }).toEqual(
        isLost
          ? { status: 409, code: 'OUTCOME_UNKNOWN', replayed: false }
          : { status: 201, code: undefined, replayed: true },
      );
      expect(bench.executions(wish)).toBe(1);
    }
    const ready = (await (await fetch(`${bench.other.url}/health/ready`)).json()) as { status: string };
    expect(ready.status).toBe('degraded');
  });
});
