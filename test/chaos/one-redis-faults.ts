import { setTimeout as pause } from 'node:timers/promises';
import type { Hand } from './faults';
import type { OneRedis } from './one-redis';
import { redisLinkFaults } from './redis-link-faults';

/** The faults of a single Redis server. */
export function oneRedisHands(redis: OneRedis): Hand[] {
  const { server, garbler } = redis;
  return [
    {
      restMs: [1_200, 4_500],
      faults: [
        {
          name: 'Redis killed',
          weight: 3,
          strike: async (random) => {
            await server.kill();
            await pause(random.between(0, 400));
            await server.restart();
          },
        },
        {
          name: 'Redis paused',
          weight: 2,
          strike: async (random) => {
            server.freeze();
            await pause(random.between(100, 1_200));
            server.thaw();
          },
        },
      ],
    },
    {
      restMs: [400, 1_500],
      faults: [
        ...redisLinkFaults(redis),
        {
          name: 'replies of Redis garbled',
          weight: 2,
          strike: async (random) => {
            garbler.garbling = true;
            await pause(random.between(1, 30));
            garbler.garbling = false;
          },
        },
      ],
    },
  ];
}
