import { RedisServer } from '../harness/redis-server';
import { TcpProxy } from '../harness/tcp-proxy';
import { Garbler } from './garbler';
import type { RedisSide } from './redis-side';

/** One redis-server. Each gateway reaches it through its own proxy and the common garbler. */
export class OneRedis implements RedisSide {
  readonly kind = 'one';
  readonly links: TcpProxy[] = [];
  readonly isInOrder = true;

  private constructor(
    readonly server: RedisServer,
    readonly garbler: Garbler,
  ) {}

  /** `persistent`: every write is synced to a file before it is acknowledged. */
  static async start(persistent: boolean): Promise<OneRedis> {
    const server = await RedisServer.start({ appendonly: persistent });
    return new OneRedis(server, await Garbler.start(server.port));
  }

  async join(): Promise<{ REDIS_URL: string }> {
    const link = await TcpProxy.start(this.garbler.port);
    this.links.push(link);
    return { REDIS_URL: `redis://127.0.0.1:${link.port}` };
  }

  async heal(): Promise<void> {
    this.garbler.garbling = false;
    await Promise.all(this.links.map((link) => link.heal()));
  }

  async close(): Promise<void> {
    await Promise.all(this.links.map((link) => link.close()));
    await this.garbler.close();
    await this.server.close();
  }
}
