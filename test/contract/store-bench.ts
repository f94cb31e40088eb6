import { MemoryStore } from '../../src/store/memory.store';
import { RedisStore } from '../../src/store/redis/redis.store';
import type { Store } from '../../src/store/store';
import { RedisServer } from '../harness/redis-server';
import { eventually } from '../harness/slow-is-not-wrong';

/** Two stores over the same records, like those of two replicas. */
export interface Bench {
  readonly stores: readonly [Store, Store];
  /** One command to the Redis behind them. */
  cli(command: string, ...args: (string | number)[]): Promise<unknown>;
  close(): Promise<void>;
}

const CLUSTER = { args: ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'] };
/** Where records can live. */
export const KINDS = ['memory', 'Redis', 'Redis Cluster'] as const;

/** Texts that have broken stores before, by their peculiarity. */
export const TEXTS: [what: string, text: string][] = [
  ['quotes and backslashes', `{"a":"'\\"\\\\"}`],
  ['newlines and control characters', 'one\r\ntwo\n\u0000\u0007 three\t'],
  ['scripts of the world and emoji', '日本語 ﾊﾝｶｸ é \u{1F4F1}\u{1F468}‍\u{1F469}‍\u{1F467} \uFEFF'],
  ['the empty text', ''],
  ['100 KB', 'ab\u3042'.repeat(20_000)],
];

/** In memory, both replicas use the same store. */
export async function build(kind: (typeof KINDS)[number]): Promise<Bench> {
  if (kind === 'memory') {
    const store = new MemoryStore();
    const cli = () => Promise.reject(new Error('there is no Redis'));
    return { stores: [store, store], cli, close: () => store.close() };
  }
  const server = await RedisServer.start(kind === 'Redis' ? {} : CLUSTER);
  if (kind === 'Redis Cluster') {
    await server.cli('CLUSTER', 'ADDSLOTS', ...Array(16_384).keys());
    await eventually(async () => String(await server.cli('CLUSTER', 'INFO')).includes('cluster_state:ok'));
  }
  const url = kind === 'Redis' ? server.url : server.url.replace('redis:', 'redis+cluster:');
  const stores = [open(url), open(url)] as const;
  for (const store of stores) await eventually(() => store.isAvailable());
  const close = async () => {
    for (const store of stores) await store.close();
    await server.close();
  };
  return { stores, cli: (command, ...args) => server.cli(command, ...args), close };
}

function open(url: string): RedisStore {
  return RedisStore.open(url, { keyPrefix: 'test:' });
}
