import { randomUUID } from 'node:crypto';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { Fleet } from '../harness/fleet';
import { GatewayProcess } from '../harness/gateway-process';
import { RedisServer } from '../harness/redis-server';
import { replicaEnvironment } from '../harness/replica-environment';
import { keyOf } from '../harness/test-client';
import { eventually, storeInTime } from '../harness/slow-is-not-wrong';

export const ADD_QUOTA = '/master/addSpec/';

/** The answer to a caller, and after how many milliseconds. */
export interface Written {
  readonly status: number;
  readonly body: { readonly code?: string; readonly operationId?: string; readonly outcome?: string };
  readonly replayed: boolean;
  readonly ms: number;
}

/** Replicas over one durable Redis, in front of a simulator. */
export class WriteBench {
  private lines = 0;

  private constructor(
    readonly freebit: Simulator,
    readonly redis: RedisServer,
    readonly environment: Readonly<Record<string, string>>,
    readonly fleet: Fleet,
  ) {}

  static async start(replicas: number, dir?: string): Promise<WriteBench> {
    const [freebit, redis] = await Promise.all([
      startSimulator(),
      RedisServer.start({ appendonly: true, ...(dir !== undefined && { dir }) }),
    ]);
    const environment = {
      ...replicaEnvironment(freebit, redis),
    };
    return new WriteBench(freebit, redis, environment, await Fleet.start(replicas, environment));
  }

  /** The number of a line that has had no write yet. */
  line(): string {
    const msisdn = `0806666${String(++this.lines).padStart(4, '0')}`;
    this.freebit.lines.seed(msisdn);
    return msisdn;
  }

  /** A quota addition, repeated while Redis is late. */
  add(msisdn: string, key: string, options?: AddOptions): Promise<Written> {
    return storeInTime(() => this.addOnce(msisdn, key, options));
  }

  async addOnce(
    msisdn: string,
    key: string,
    { at = this.fleet.at(0), body = {} }: AddOptions = {},
  ): Promise<Written> {
    const startedAt = performance.now();
    const response = await fetch(`${at.url}/sims/${msisdn}/quota`, {
      method: 'POST',
      headers: { ...keyOf(), 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body: JSON.stringify({ amountMb: 100, ...body }),
    });
    return {
      status: response.status,
      body: (await response.json()) as Written['body'],
      replayed: response.headers.get('idempotency-replayed') === 'true',
      ms: performance.now() - startedAt,
    };
  }

  /** The quota of a line as a gateway shows it. */
  async quota(msisdn: string, at: Pick<GatewayProcess, 'url'>): Promise<number> {
    const response = await fetch(`${at.url}/sims/${msisdn}/quota`, { headers: keyOf() });
    return ((await response.json()) as { quotaMb: number }).quotaMb;
  }

  /** The number of writes of unknown outcome that the gateway lists. */
  async unknowns(at = this.fleet.at(0)): Promise<number> {
    const response = await fetch(`${at.url}/operations?state=unknown`, { headers: keyOf() });
    return ((await response.json()) as { operations: unknown[] }).operations.length;
  }

  /** Another process, by default like those of the fleet, which the test must stop. */
  another({ entry, env }: { entry?: string; env?: Record<string, string> } = {}): Promise<GatewayProcess> {
    return GatewayProcess.start({
      env: { ...this.environment, ...env },
      ...(entry !== undefined && { entry }),
    });
  }

  /** The names of the records in the store with this beginning. */
  async keys(beginning: string): Promise<string[]> {
    return (await this.redis.cli('KEYS', `fbgw:*}${beginning}*`)) as string[];
  }

  /** Milliseconds until a write with a new key is accepted. */
  async recoveryMs(): Promise<number> {
    const [startedAt, msisdn] = [performance.now(), this.line()];
    await eventually(async () => (await this.addOnce(msisdn, randomUUID())).status === 201);
    return performance.now() - startedAt;
  }

  /** Resolves once every replica accepts writes. */
  async allWell(): Promise<void> {
    for (const at of this.fleet.gateways) await this.add(this.line(), randomUUID(), { at });
  }

  async close(): Promise<void> {
    await this.fleet.kill();
    await this.freebit.close();
    await this.redis.close();
  }
}

interface AddOptions {
  readonly at?: Pick<GatewayProcess, 'url'>;
  readonly body?: object;
}

/** A key that contains the time at which it was made. */
export function uuidv7(ms = Date.now()): string {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
