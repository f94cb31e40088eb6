import { resolve } from 'node:path';
import { freePort } from '../harness/free-port';
import { GatewayProcess } from '../harness/gateway-process';
import { RedisServer } from '../harness/redis-server';
import { TcpProxy } from '../harness/tcp-proxy';
import type { BugName } from './bug-names';
import { Garbler } from './garbler';
import type { Record } from './record';
import { Upstream } from './upstream';

const ENTRY = resolve(__dirname, 'gateway-under-test.js');

/** How long things take, in milliseconds. */
export interface Timing {
  readonly answerMs: number;
  readonly listenMs: number;
  readonly reservationMs: number;
  readonly leaseMarginMs: number;
}

/** So short that a pause of a second or two outlasts every lease. */
export const SHORT: Timing = { answerMs: 700, listenMs: 700, reservationMs: 2_400, leaseMarginMs: 500 };

/** As in production. */
export const LONG: Timing = {
  answerMs: 20_000,
  listenMs: 40_000,
  reservationMs: 12_000,
  leaseMarginMs: 10_000,
};

export interface WorldOptions {
  readonly gateways: number;
  readonly seed: string;
  readonly timing: Timing;
  readonly bug: BugName | null;
}

/** A replica, its own way to Redis, and its process as it is now. */
export interface Replica {
  readonly number: number;
  readonly port: number;
  readonly redisLink: TcpProxy;
  process: GatewayProcess;
}

/** Gateways, Redis, Freebit, and the wires between them. */
export class World {
  readonly replicas: Replica[] = [];
  readonly redis: RedisServer;
  readonly garbler: Garbler;
  readonly upstream: Upstream;
  readonly upstreamLink: TcpProxy;

  private constructor(
    {
      redis,
      garbler,
      upstream,
      upstreamLink,
    }: Pick<World, 'redis' | 'garbler' | 'upstream' | 'upstreamLink'>,
    private readonly options: WorldOptions,
  ) {
    this.redis = redis;
    this.garbler = garbler;
    this.upstream = upstream;
    this.upstreamLink = upstreamLink;
  }

  static async start(options: WorldOptions, record: Record): Promise<World> {
    const redis = await RedisServer.start({ appendonly: options.bug !== 'no-persistence' });
    const garbler = await Garbler.start(redis.port);
    const upstream = await Upstream.start(record, options.seed);
    const upstreamLink = await TcpProxy.start(Number(new URL(upstream.server.url).port));
    const world = new World({ redis, garbler, upstream, upstreamLink }, options);
    await Promise.all(Array.from({ length: options.gateways }, (_, index) => world.join(index)));
    world.replicas.sort((a, b) => a.number - b.number);
    return world;
  }

  get urls(): string[] {
    return this.replicas.map(({ port }) => `http://127.0.0.1:${port}`);
  }

  /** Kills a replica in the middle of whatever it does, and starts it again. */
  async restart(replica: Replica): Promise<void> {
    await replica.process.kill();
    replica.process = await this.launch(replica.port, replica.redisLink);
  }

  /** Undoes every fault of the wires. */
  async heal(): Promise<void> {
    this.garbler.garbling = false;
    this.upstream.ill = false;
    await Promise.all(
      [this.upstreamLink, ...this.replicas.map(({ redisLink }) => redisLink)].map((link) => link.heal()),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.replicas.map(({ process }) => process.kill()));
    await Promise.all(this.replicas.map(({ redisLink }) => redisLink.close()));
    await this.upstreamLink.close();
    await this.upstream.server.close();
    await this.garbler.close();
    await this.redis.close();
  }

  private async join(number: number): Promise<void> {
    const redisLink = await TcpProxy.start(this.garbler.port);
    const port = await freePort();
    this.replicas.push({ number, port, redisLink, process: await this.launch(port, redisLink) });
  }

  private launch(port: number, redisLink: TcpProxy): Promise<GatewayProcess> {
    const { timing, bug } = this.options;
    const env = {
      FREEBIT_BASE_URL: `http://127.0.0.1:${this.upstreamLink.port}`,
      FREEBIT_OEM_ID: 'oem-id',
      FREEBIT_OEM_KEY: 'oem-key',
      FREEBIT_CONNECT_TIMEOUT_MS: '200',
      WRITE_DEADLINE_MS: `${timing.answerMs}`,
      WRITE_LISTEN_MS: `${timing.listenMs}`,
      REDIS_URL: `redis://127.0.0.1:${redisLink.port}`,
      DOCS: 'off',
      LOG_LEVEL: 'error',
      SHUTDOWN_DRAIN_SECONDS: '0',
      CHAOS_RESERVATION_MS: `${timing.reservationMs}`,
      CHAOS_LEASE_MARGIN_MS: `${timing.leaseMarginMs}`,
      CHAOS_BUG: bug ?? '',
    };
    return GatewayProcess.start({ env, port, entry: ENTRY });
  }
}
