import { resolve } from 'node:path';
import { freePort } from '../harness/free-port';
import { GatewayProcess } from '../harness/gateway-process';
import { TcpProxy } from '../harness/tcp-proxy';
import type { BugName } from './bug-names';
import type { Address } from './client';
import { OneRedis } from './one-redis';
import { Random } from './random';
import type { Record } from './record';
import type { RedisKind } from './redis-side';
import { ReplicatedRedis } from './replicated-redis';
import { Upstream } from './upstream';
import { WallClock } from './wall-clock';
import type { Contract } from './write-name';

const ENTRY = resolve(__dirname, 'gateway-under-test.js');

/** Durations in milliseconds. */
export interface Timing {
  readonly answerMs: number;
  readonly listenMs: number;
  readonly reservationMs: number;
  readonly leaseMs: number;
}

/** So short that a pause of a second or two outlasts every lease. */
export const SHORT: Timing = { answerMs: 700, listenMs: 700, reservationMs: 2_400, leaseMs: 1_200 };

/** As in production. */
export const LONG: Timing = {
  answerMs: 20_000,
  listenMs: 40_000,
  reservationMs: 25_000,
  leaseMs: 50_000,
};

export interface WorldOptions {
  readonly redis: RedisKind;
  /** Gateways of the first contract; the second one has one. */
  readonly gateways: number;
  readonly seed: string;
  readonly timing: Timing;
  readonly bug: BugName | null;
}

/** A replica, its settings, and its current process. */
export interface Replica {
  readonly contract: Contract;
  readonly port: number;
  readonly env: Awaited<ReturnType<typeof settingsOf>>;
  process: GatewayProcess;
}

type Parts = Pick<World, 'redis' | 'clock' | 'upstream' | 'upstreamLink'>;

/** Gateways, their clock, Redis, Freebit, and the connections between them. */
export class World {
  readonly redis: OneRedis | ReplicatedRedis;
  readonly clock: WallClock;
  readonly upstream: Upstream;
  readonly upstreamLink: TcpProxy;

  private constructor(
    { redis, clock, upstream, upstreamLink }: Parts,
    readonly replicas: readonly Replica[],
  ) {
    this.redis = redis;
    this.clock = clock;
    this.upstream = upstream;
    this.upstreamLink = upstreamLink;
  }

  static async start(options: WorldOptions, record: Record): Promise<World> {
    const redis = await startRedis(options);
    const clock = await WallClock.start();
    const upstream = await Upstream.start(record, options.seed);
    const upstreamLink = await TcpProxy.start(Number(new URL(upstream.server.url).port));
    const parts = { redis, clock, upstream, upstreamLink };
    const contracts: Contract[] = [...Array<Contract>(options.gateways).fill('first'), 'second'];
    const replicas = await Promise.all(contracts.map((contract) => join(parts, contract, options)));
    return new World(parts, replicas);
  }

  get addresses(): Address[] {
    return this.replicas.map(({ contract, port }) => ({ contract, url: `http://127.0.0.1:${port}` }));
  }

  /** Kills a replica at any point of its work, and restarts it. */
  async restart(replica: Replica): Promise<void> {
    await replica.process.kill();
    replica.process = await launch(replica);
  }

  /** Removes all faults of the connections. */
  async heal(): Promise<void> {
    this.upstream.ill = false;
    await Promise.all([this.upstreamLink.heal(), this.redis.heal()]);
  }

  async close(): Promise<void> {
    await Promise.all(this.replicas.map(({ process }) => process.kill()));
    await this.upstreamLink.close();
    await this.upstream.server.close();
    await this.redis.close();
    await this.clock.close();
  }
}

function startRedis({ redis, seed, bug }: WorldOptions): Promise<OneRedis | ReplicatedRedis> {
  if (redis === 'one') return OneRedis.start(bug !== 'no-persistence');
  return ReplicatedRedis.start(new Random(seed, 'replicas').between(1, 2));
}

async function join(parts: Parts, contract: Contract, options: WorldOptions): Promise<Replica> {
  const env = await settingsOf(parts, contract, options);
  const port = await freePort();
  return { contract, port, env, process: await launch({ port, env }) };
}

async function settingsOf(
  { redis, clock, upstreamLink }: Parts,
  contract: Contract,
  { timing, bug }: WorldOptions,
) {
  return {
    ...(await redis.join()),
    FREEBIT_BASE_URL: `http://127.0.0.1:${upstreamLink.port}`,
    FREEBIT_OEM_ID: contract,
    FREEBIT_OEM_KEY: 'oem-key',
    FREEBIT_CONNECT_TIMEOUT_MS: '200',
    WRITE_DEADLINE_MS: `${timing.answerMs}`,
    WRITE_LISTEN_MS: `${timing.listenMs}`,
    DOCS: 'off',
    LOG_LEVEL: 'error',
    SHUTDOWN_DRAIN_SECONDS: '0',
    CHAOS_RESERVATION_MS: `${timing.reservationMs}`,
    CHAOS_LEASE_MS: `${timing.leaseMs}`,
    CHAOS_CLOCK: clock.file,
    CHAOS_BUG: bug ?? '',
  };
}

function launch({ port, env }: Pick<Replica, 'port' | 'env'>): Promise<GatewayProcess> {
  return GatewayProcess.start({ env, port, entry: ENTRY });
}
