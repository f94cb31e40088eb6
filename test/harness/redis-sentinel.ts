import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Child } from './child';
import { REDIS_BINARY } from './redis-server';

/** The name under which the Sentinels of the tests watch their set. */
export const SET_NAME = 'main';

/** Everything a Sentinel knows at its start, so that nothing has to be discovered. */
export interface SentinelPlan {
  readonly port: number;
  /** 40 hex digits. */
  readonly id: string;
  readonly primaryPort: number;
  readonly replicaPorts: readonly number[];
  readonly others: readonly { readonly port: number; readonly id: string }[];
  readonly quorum: number;
  /** How long a server is silent before it counts as down. */
  readonly downAfterMs: number;
}

const toSettings = ({ port, id, primaryPort, replicaPorts, others, quorum, downAfterMs }: SentinelPlan) => [
  `port ${port}`,
  'bind 127.0.0.1',
  `sentinel myid ${id}`,
  `sentinel monitor ${SET_NAME} 127.0.0.1 ${primaryPort} ${quorum}`,
  `sentinel down-after-milliseconds ${SET_NAME} ${downAfterMs}`,
  `sentinel failover-timeout ${SET_NAME} 6000`,
  ...replicaPorts.map((replica) => `sentinel known-replica ${SET_NAME} 127.0.0.1 ${replica}`),
  ...others.map((other) => `sentinel known-sentinel ${SET_NAME} 127.0.0.1 ${other.port} ${other.id}`),
];

/** A real redis-sentinel for one test. */
export class RedisSentinel {
  private constructor(
    private readonly child: Child,
    private readonly dir: string,
    readonly port: number,
  ) {}

  static async start(plan: SentinelPlan): Promise<RedisSentinel> {
    const dir = await mkdtemp(join(tmpdir(), 'fbgw-sentinel-'));
    const file = join(dir, 'sentinel.conf');
    await writeFile(file, `${[...toSettings(plan), `dir ${dir}`].join('\n')}\n`);
    const child = new Child(REDIS_BINARY, [file, '--sentinel']);
    await child.line(/\+monitor master/);
    return new RedisSentinel(child, dir, plan.port);
  }

  freeze(): void {
    this.child.signal('SIGSTOP');
  }

  thaw(): void {
    this.child.signal('SIGCONT');
  }

  /** The port of the server that it considers the primary. */
  async primaryPort(): Promise<number> {
    const address = await this.ask('get-master-addr-by-name', SET_NAME);
    return Array.isArray(address) ? Number(address[1]) : 0;
  }

  /** One `SENTINEL` command on a new connection. */
  async ask(...args: string[]): Promise<unknown> {
    const client = new Redis({ host: '127.0.0.1', port: this.port, lazyConnect: true, retryStrategy: null });
    client.on('error', () => {});
    try {
      await client.connect();
      return await client.call('SENTINEL', args);
    } finally {
      client.disconnect();
    }
  }

  async close(): Promise<void> {
    await this.child.end('SIGKILL');
    await rm(this.dir, { recursive: true, force: true });
  }
}
