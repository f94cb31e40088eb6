import type { Simulator } from '../../simulator/simulator';
import type { RedisServer } from './redis-server';

/** The common settings of replicas with one simulator and one Redis. */
export const replicaEnvironment = (freebit: Simulator, redis: RedisServer) => ({
  FREEBIT_BASE_URL: freebit.url,
  FREEBIT_OEM_ID: 'sandbox-oem',
  FREEBIT_OEM_KEY: 'sandbox-oem-key',
  REDIS_URL: redis.url,
  DOCS: 'off',
  LOG_LEVEL: 'warn',
  SHUTDOWN_DRAIN_SECONDS: '0',
});
