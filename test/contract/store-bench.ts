import { MemoryStore } from '../../src/store/memory.store';
import { RedisStore } from '../../src/store/redis/redis.store';
import type { Store } from '../../src/store/store';
import { RedisServer } from '../harness/redis-server';

/** Two stores over the same records, as two replicas have them. */
export interface Bench {
  readonly stores: readonly [Store & { close(): Promise<void> }, Store];
  readonly server?: RedisServer;
}

const CLUSTER = { args: ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'] };
/** Where records can live. */
export const KINDS = ['memory', 'Redis', 'Redis Cluster'] as const;

/** A process's memory is one store for both. */
export async function build(kind: (typeof KINDS)[number]): Promise<Bench> {
  if (kind === 'memory') {
    const store = new MemoryStore();
    return { stores: [store, store] };
  }
  const server = await RedisServer.start(kind === 'Redis' ? {} : CLUSTER);
  if (kind === 'Redis Cluster') {
    await server.cli('CLUSTER', 'ADDSLOTS', ...Array(16_384).keys());
    await until(async () => String(await server.cli('CLUSTER', 'INFO')).includes('cluster_state:ok'));
  }
  const url = kind === 'Redis' ? server.url : server.url.replace('redis:', 'redis+cluster:');
  return { stores: [RedisStore.open(url, 'test:'), RedisStore.open(url, 'test:')], server };
}

/** Resolves when it is true, or after four seconds. */
export async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + 4_000;
  while (performance.now() < giveUpAt && !(await isTrue()))
    await new Promise((resolve) => setTimeout(resolve, 5));
}
