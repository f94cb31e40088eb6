import { setTimeout as pause } from 'node:timers/promises';
import { oneRedisHands } from './one-redis-faults';
import type { Random } from './random';
import { replicatedRedisHands } from './replicated-redis-faults';
import type { WallClock } from './wall-clock';
import type { World } from './world';

/** Something that goes wrong, and is repaired when its promise resolves. */
export interface FaultKind {
  readonly name: string;
  readonly weight: number;
  readonly strike: (random: Random) => Promise<void>;
}

/** One of several hands that strike independently; faults of one hand never overlap. */
export interface Hand {
  readonly restMs: readonly [number, number];
  readonly faults: readonly FaultKind[];
}

/** Everything that may go wrong in a world. */
export function handsOf(world: World): Hand[] {
  const { redis } = world;
  return [
    gateways(world),
    freebit(world),
    clock(world.clock),
    ...(redis.kind === 'one' ? oneRedisHands(redis) : replicatedRedisHands(redis)),
  ];
}

const lasting = (random: Random, from: number, to: number) => pause(random.between(from, to));

const gateways = (world: World): Hand => ({
  restMs: [400, 1_400],
  faults: [
    {
      name: 'gateway killed',
      weight: 2,
      strike: (random) => world.restart(random.pick(world.replicas)),
    },
    {
      name: 'gateway paused',
      weight: 3,
      strike: async (random) => {
        const { process } = random.pick(world.replicas);
        process.freeze();
        await (random.chance(0.7) ? lasting(random, 200, 1_500) : lasting(random, 1_500, 3_500));
        process.thaw();
      },
    },
  ],
});

/** Jumps to just before midnight and lets it pass; both may happen between any two steps of a write. */
const clock = (wallClock: WallClock): Hand => ({
  restMs: [3_000, 6_000],
  faults: [
    {
      name: 'midnight in Tokyo',
      weight: 1,
      strike: async (random) => {
        const leftMs = random.between(50, 600);
        await wallClock.moveBeforeMidnight(leftMs);
        await pause(leftMs + 10);
      },
    },
  ],
});

const freebit = ({ upstreamLink, upstream }: World): Hand => {
  const toFreebit = (name: string, weight: number, spoil: () => Promise<void> | void): FaultKind => ({
    name,
    weight,
    strike: async (random) => {
      await spoil();
      await lasting(random, 20, 400);
      await upstreamLink.heal();
    },
  });
  return {
    restMs: [800, 3_000],
    faults: [
      toFreebit('Freebit unreachable', 2, () => upstreamLink.sever()),
      toFreebit('Freebit silent', 2, () => upstreamLink.blackHole()),
      toFreebit('Freebit late', 2, () => void (upstreamLink.latencyMs = 80)),
      toFreebit('answers of Freebit lost', 2, () => upstreamLink.dropReplies()),
      toFreebit('connections to Freebit reset', 2, () => upstreamLink.reset()),
      // The gateway logs in rarely by design, so keys must not be revoked often.
      { name: 'auth key ended', weight: 1, strike: async () => upstream.revoke() },
    ],
  };
};
