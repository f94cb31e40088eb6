import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from './random';
import type { Replica, World } from './world';

/** Something that goes wrong, and is well again when its promise resolves. */
export interface FaultKind {
  readonly name: string;
  readonly weight: number;
  readonly strike: (world: World, random: Random) => Promise<void>;
}

/** One of a few hands that strike at the same time; faults in one hand never overlap. */
export interface Hand {
  readonly restMs: readonly [number, number];
  readonly faults: readonly FaultKind[];
}

const lasting = (random: Random, from: number, to: number) => pause(random.between(from, to));

const onLink =
  (spoil: (link: Replica['redisLink']) => void, ms: readonly [number, number]): FaultKind['strike'] =>
  async ({ replicas }, random) => {
    const { redisLink } = random.pick(replicas);
    spoil(redisLink);
    await lasting(random, ...ms);
    // A connection that has lost replies would give later ones to the wrong question.
    redisLink.reset();
    await redisLink.heal();
  };

const gateways: Hand = {
  restMs: [500, 2_000],
  faults: [
    {
      name: 'gateway killed',
      weight: 2,
      strike: (world, random) => world.restart(random.pick(world.replicas)),
    },
    {
      name: 'gateway paused',
      weight: 3,
      strike: async ({ replicas }, random) => {
        const { process } = random.pick(replicas);
        process.freeze();
        await (random.chance(0.7) ? lasting(random, 200, 1_500) : lasting(random, 1_500, 3_500));
        process.thaw();
      },
    },
  ],
};

const redis: Hand = {
  restMs: [1_500, 5_500],
  faults: [
    {
      name: 'Redis killed',
      weight: 3,
      strike: async (world, random) => {
        await world.redis.kill();
        await lasting(random, 0, 400);
        await world.redis.restart();
      },
    },
    {
      name: 'Redis paused',
      weight: 2,
      strike: async (world, random) => {
        world.redis.freeze();
        await lasting(random, 100, 1_200);
        world.redis.thaw();
      },
    },
  ],
};

const redisLinks: Hand = {
  restMs: [400, 1_500],
  faults: [
    { name: 'replies of Redis lost', weight: 3, strike: onLink((link) => link.dropReplies(), [20, 600]) },
    { name: 'Redis late', weight: 2, strike: onLink((link) => (link.latencyMs = 120), [100, 800]) },
    { name: 'Redis unreachable', weight: 2, strike: onLink((link) => link.blackHole(), [50, 900]) },
    { name: 'connection to Redis reset', weight: 2, strike: onLink((link) => link.reset(), [0, 5]) },
    {
      name: 'replies of Redis garbled',
      weight: 2,
      strike: async ({ garbler }, random) => {
        garbler.garbling = true;
        await lasting(random, 1, 30);
        garbler.garbling = false;
      },
    },
  ],
};

const toFreebit = (
  name: string,
  weight: number,
  spoil: (link: World['upstreamLink']) => Promise<void> | void,
): FaultKind => ({
  name,
  weight,
  strike: async ({ upstreamLink }, random) => {
    await spoil(upstreamLink);
    await lasting(random, 20, 400);
    await upstreamLink.heal();
  },
});

const upstream: Hand = {
  restMs: [800, 3_000],
  faults: [
    toFreebit('Freebit unreachable', 2, (link) => link.sever()),
    toFreebit('Freebit silent', 2, (link) => link.blackHole()),
    toFreebit('Freebit late', 2, (link) => void (link.latencyMs = 80)),
    toFreebit('answers of Freebit lost', 2, (link) => link.dropReplies()),
    toFreebit('connections to Freebit reset', 2, (link) => link.reset()),
    // Logins are few by design, so keys may not be ended often.
    { name: 'auth key ended', weight: 1, strike: async (world) => world.upstream.revoke() },
  ],
};

export const hands: readonly Hand[] = [gateways, redis, redisLinks, upstream];
