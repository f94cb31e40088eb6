import { Agent, get, type IncomingMessage } from 'node:http';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { Fleet } from '../harness/fleet';
import { RedisServer } from '../harness/redis-server';
import { replicaEnvironment } from '../harness/replica-environment';
import { CACHE_ON } from '../harness/caching';
import { keyOf } from '../harness/test-client';

/** The answer to one caller. */
export interface Got {
  readonly status: number;
  readonly cacheStatus: string;
  readonly body: { readonly stale?: boolean; readonly quotaMb?: number };
}

/** Replicas over one Redis, in front of a simulator, used by callers that are already connected. */
export class ReadBench {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: Infinity });

  private constructor(
    readonly freebit: Simulator,
    readonly redis: RedisServer,
    readonly fleet: Fleet,
  ) {}

  static async start(replicas: number, env: Readonly<Record<string, string>> = {}): Promise<ReadBench> {
    const [freebit, redis] = await Promise.all([startSimulator(), RedisServer.start()]);
    const environment = {
      ...replicaEnvironment(freebit, redis),
      ...CACHE_ON,
      ...env,
    };
    return new ReadBench(freebit, redis, await Fleet.start(replicas, environment));
  }

  /** Sends reads to the replicas in turn, all at the same time. */
  async readAll(times: number, path: string): Promise<Got[]> {
    return Promise.all(Array.from({ length: times }, (_, index) => this.read(path, index)));
  }

  read(path: string, replica = 0): Promise<Got> {
    return new Promise((resolve, reject) => {
      get(`${this.fleet.at(replica).url}${path}`, { agent: this.agent, headers: keyOf() }, (response) => {
        bodyOf(response).then(
          (text) =>
            resolve({
              status: response.statusCode ?? 0,
              cacheStatus: String(response.headers['cache-status']),
              body: JSON.parse(text) as Got['body'],
            }),
          reject,
        );
      }).on('error', reject);
    });
  }

  /** Opens connections that later reads use, and lets every replica log in and warm up. */
  async connect(callers: number): Promise<void> {
    await this.readAll(this.fleet.gateways.length, '/sims/09012345678');
    // A replica limits connections from an address that has not yet sent a key on them.
    const atOnce = 200 * this.fleet.gateways.length;
    for (let open = Math.min(atOnce, callers); ; open = Math.min(open + atOnce, callers)) {
      await this.readAll(open, '/sims/09012345678');
      if (open === callers) return;
    }
  }

  asked(account: string): number {
    return this.freebit.journal.entries({ account }).length;
  }

  async close(): Promise<void> {
    this.agent.destroy();
    await this.fleet.kill();
    await this.freebit.close();
    await this.redis.close();
  }
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
