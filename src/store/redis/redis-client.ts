import { isIP } from 'node:net';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { COMMAND_TIMEOUT_MS } from './in-time';
import { type RedisTarget } from './redis-url';

/**
 * No command is queued, re-sent, or left pending: a command that Redis did not answer in time fails here, though Redis
 * may still execute it. READONLY (a demoted primary) reconnects without re-sending.
 */
const OPTIONS = {
  connectionName: 'freebit-gateway',
  enableReadyCheck: true,
  maxRetriesPerRequest: 0,
  // For the library's own commands; ours use `inTime`.
  commandTimeout: 1_000,
  socketTimeout: 800,
  connectTimeout: 1_000,
  disconnectTimeout: 200,
  maxLoadingRetryTime: 500,
  keepAlive: 10_000,
  reconnectOnError: (error: Error) => (error.message.startsWith('READONLY') ? 1 : false),
} satisfies RedisOptions;

const reconnectDelayMs = (attempt: number) => Math.min(50 * 2 ** attempt, 500) + Math.random() * 100;

/** Starts to connect. Progress is reported by events; an `error` listener is needed at once. */
export function createRedisClient(target: RedisTarget): Redis | Cluster {
  const { username, password } = target;
  const tls = target.tls ? {} : undefined;
  if (target.kind === 'cluster') return createClusterClient(target);

  const options: RedisOptions = {
    ...OPTIONS,
    username,
    password,
    db: target.db,
    enableOfflineQueue: false,
    retryStrategy: reconnectDelayMs,
  };
  if (target.kind === 'standalone') {
    const [{ host, port }] = target.endpoints;
    return new Redis({ ...options, host, port, tls: tls && (isIP(host) ? tls : { servername: host }) });
  }
  return new Redis({
    ...options,
    sentinels: target.endpoints.map(({ host, port }) => ({ host, port })),
    name: target.masterName,
    sentinelUsername: target.sentinelUsername,
    sentinelPassword: target.sentinelPassword,
    sentinelCommandTimeout: COMMAND_TIMEOUT_MS,
    sentinelRetryStrategy: reconnectDelayMs,
    // Leaves an old primary as soon as the sentinels name another one.
    failoverDetector: true,
    tls,
    sentinelTLS: tls,
    enableTLSForSentinelMode: target.tls,
  });
}

function createClusterClient({ endpoints, username, password, tls }: RedisTarget): Cluster {
  return new Cluster([...endpoints], {
    redisOptions: { ...OPTIONS, username, password, tls: tls ? {} : undefined },
    enableOfflineQueue: false,
    clusterRetryStrategy: reconnectDelayMs,
    slotsRefreshTimeout: 1_000,
    slotsRefreshInterval: 2_000,
    // Only MOVED and ASK are followed: in both cases the command was refused before it ran.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    // A certificate names the host, so the name must not be replaced by its address.
    ...(tls && { dnsLookup: (host, callback) => callback(null, host) }),
  });
}
