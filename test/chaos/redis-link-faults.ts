import { setTimeout as pause } from 'node:timers/promises';
import type { TcpProxy } from '../harness/tcp-proxy';
import type { FaultKind } from './faults';
import type { Random } from './random';
import type { RedisSide } from './redis-side';

/** The faults of connections between gateways and Redis. */
export function redisLinkFaults(redis: RedisSide): FaultKind[] {
  const onLink =
    (spoil: (link: TcpProxy) => void, ms: readonly [number, number]) =>
    async (random: Random): Promise<void> => {
      const link = random.pick(redis.links);
      spoil(link);
      await pause(random.between(...ms));
      // A connection that has lost replies would assign later ones to the wrong command.
      link.reset();
      await link.heal();
    };
  return [
    { name: 'replies of Redis lost', weight: 3, strike: onLink((link) => link.dropReplies(), [20, 600]) },
    { name: 'Redis late', weight: 2, strike: onLink((link) => (link.latencyMs = 120), [100, 800]) },
    { name: 'Redis unreachable', weight: 2, strike: onLink((link) => link.blackHole(), [50, 900]) },
    { name: 'connection to Redis reset', weight: 2, strike: onLink((link) => link.reset(), [0, 5]) },
  ];
}
