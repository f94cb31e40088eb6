import { setTimeout as pause } from 'node:timers/promises';
import type { RedisMember } from '../harness/redis-member';
import type { FaultKind, Hand } from './faults';
import type { Random } from './random';
import { redisLinkFaults } from './redis-link-faults';
import type { ReplicatedRedis } from './replicated-redis';

/** The faults of a Redis with replicas and Sentinels. */
export function replicatedRedisHands(redis: ReplicatedRedis): Hand[] {
  return [
    { restMs: [100, 600], faults: setFaults(redis) },
    { restMs: [800, 3_000], faults: redisLinkFaults(redis) },
  ];
}

function setFaults(redis: ReplicatedRedis): FaultKind[] {
  const { set } = redis;

  /** A fault that begins with the primary, after which the set is repaired. */
  const ofSet = (
    name: string,
    weight: number,
    strike: (primary: RedisMember, random: Random) => Promise<unknown>,
  ): FaultKind => ({
    name,
    weight,
    strike: async (random) => {
      await strike(await set.primary(), random);
      // Clients keep writing to the server that their gateway considers the primary.
      await pause(random.between(200, 2_000));
      await redis.putInOrder();
    },
  });

  return [
    ofSet('planned failover', 3, async (_, random) => {
      deafen(redis, random);
      await set.failOver();
    }),
    ofSet('primary killed', 2, async (primary, random) => {
      primary.door.replicas.blackHole();
      await pause(random.between(0, 300));
      await primary.server.kill();
      await set.successorOf(primary);
      await primary.server.restart();
    }),
    ofSet('primary cut off', 2, async (primary, random) => {
      deafen(redis, random);
      set.cutOff(primary);
      await set.successorOf(primary);
    }),
    ofSet('primary paused until it was replaced', 1, async (primary, random) => {
      deafen(redis, random);
      primary.server.freeze();
      await set.successorOf(primary);
      primary.server.thaw();
    }),
    ofSet('replica frozen', 2, async (primary, random) => {
      random.pick(redis.others(primary)).server.freeze();
      await pause(random.between(100, 1_500));
    }),
  ];
}

/** Cuts some gateways off from the Sentinels until the set is repaired. */
function deafen({ ears }: ReplicatedRedis, random: Random): void {
  for (const ear of ears.filter(() => random.chance(0.5)).flat()) ear.blackHole();
}
