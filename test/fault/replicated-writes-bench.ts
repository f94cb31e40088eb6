import { randomUUID } from 'node:crypto';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { GatewayProcess } from '../harness/gateway-process';
import { TcpProxy } from '../harness/tcp-proxy';
import { keyOf } from '../harness/test-client';

/** How a replicated Redis is reached. */
interface ReplicatedRedis {
  readonly url: string;
  readonly sentinels?: readonly { readonly port: number }[];
}

/** One quota addition, which may be sent through several gateways. */
export interface Wish {
  readonly line: string;
  readonly key: string;
}

export interface Reply {
  readonly status: number;
  readonly code: string | undefined;
  readonly operationId: string;
  readonly replayed: boolean;
}

/** The answer to a write while a replica is missing. */
export const REFUSED = { status: 503, code: 'IDEMPOTENCY_STORE_UNAVAILABLE' };

/** A refused write keeps its key until its reservation is freed or expired. */
const IN_USE = 'IDEMPOTENCY_KEY_IN_USE';

const GIVE_UP_MS = 150_000;

/** Three gateways over one replicated Redis, in front of a simulator. */
export class ReplicatedWrites {
  private lines = 0;

  private constructor(
    readonly freebit: Simulator,
    private readonly environment: Readonly<Record<string, string>>,
    /** The proxies through which `careful` and `careless` reach the Sentinels. */
    private readonly sentinels: readonly TcpProxy[],
    /** Waits for all replicas. */
    readonly careful: GatewayProcess,
    /** Waits for no replica, which shows what the confirmation is for. */
    readonly careless: GatewayProcess,
    /** Waits for all replicas, and learns of every failover at once. */
    readonly other: GatewayProcess,
  ) {}

  static async start(redis: ReplicatedRedis, replicas: number): Promise<ReplicatedWrites> {
    const freebit = await startSimulator();
    const environment = {
      FREEBIT_BASE_URL: freebit.url,
      FREEBIT_OEM_ID: 'sandbox-oem',
      FREEBIT_OEM_KEY: 'sandbox-oem-key',
      REDIS_URL: redis.url,
      REDIS_WAIT_REPLICAS: `${replicas}`,
      DOCS: 'off',
      LOG_LEVEL: 'warn',
      SHUTDOWN_DRAIN_SECONDS: '0',
    };
    const { sentinels = [] } = redis;
    const proxies = await Promise.all(sentinels.map(({ port }) => TcpProxy.start(port)));
    const renamedPorts = new Map(sentinels.map(({ port }, at) => [port, proxies[at]?.port ?? 0]));
    for (const proxy of proxies) proxy.renamedPorts = renamedPorts;
    const REDIS_URL = sentinels.reduce(
      (url, { port }, at) => url.replace(`:${port}`, `:${proxies[at]?.port}`),
      redis.url,
    );
    const [careful, careless, other] = await Promise.all([
      GatewayProcess.start({ env: { ...environment, REDIS_URL } }),
      GatewayProcess.start({ env: { ...environment, REDIS_URL, REDIS_WAIT_REPLICAS: '0' } }),
      GatewayProcess.start({ env: environment }),
    ]);
    return new ReplicatedWrites(freebit, environment, proxies, careful, careless, other);
  }

  /** Another gateway, which the test must stop. */
  another(env: Readonly<Record<string, string>>): Promise<GatewayProcess> {
    return GatewayProcess.start({ env: { ...this.environment, ...env } });
  }

  /** Cuts `careful` and `careless` off from the Sentinels, so that they stay with their primary. */
  deafen(): void {
    for (const proxy of this.sentinels) proxy.blackHole();
  }

  async hearAgain(): Promise<void> {
    await Promise.all(this.sentinels.map((proxy) => proxy.heal()));
  }

  /** A write on its own line with a key without a time: only its record can prevent a second execution. */
  wish(): Wish {
    const line = `0807777${String(++this.lines).padStart(4, '0')}`;
    this.freebit.lines.seed(line);
    return { line, key: randomUUID() };
  }

  ask({ line, key }: Wish, at: GatewayProcess): Promise<Reply> {
    return this.post(`${at.url}/sims/${line}/quota`, { amountMb: 100 }, { 'Idempotency-Key': key });
  }

  /** Records that the first attempt of an operation was applied. */
  resolve(operationId: string, at: GatewayProcess): Promise<Reply> {
    const finding = { attempt: 1, outcome: 'applied', note: 'seen at Freebit' };
    return this.post(`${at.url}/operations/${operationId}/resolution`, finding);
  }

  private async post(url: string, body: object, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...keyOf(), 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const { code, operationId = '' } = (await response.json()) as { code?: string; operationId?: string };
    const replayed = response.headers.get('idempotency-replayed') === 'true';
    return { status: response.status, code, operationId, replayed };
  }

  executions({ line }: Wish): number {
    return this.freebit.journal.executions(line);
  }

  /** The number of requests that reached Freebit for it. */
  sent({ line }: Wish): number {
    return this.freebit.journal.entries({ account: line }).length;
  }

  /** Retries until a gateway accepts, and returns how long that took; any other answer before must ask for that. */
  async accepted(wish: Wish, at: GatewayProcess): Promise<{ readonly reply: Reply; readonly ms: number }> {
    const startedAt = performance.now();
    for (;;) {
      const reply = await this.ask(wish, at);
      const ms = performance.now() - startedAt;
      if (reply.status === 201) return { reply, ms };
      if ((reply.status !== 503 && reply.code !== IN_USE) || ms > GIVE_UP_MS)
        throw new Error(`answered ${reply.status} ${reply.code} after ${Math.round(ms)} ms`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Resolves once every gateway accepts writes. */
  async allWell(): Promise<void> {
    for (const gateway of [this.careful, this.careless, this.other])
      await this.accepted(this.wish(), gateway);
  }

  async close(): Promise<void> {
    await Promise.all([this.careful, this.careless, this.other].map((gateway) => gateway.kill()));
    await Promise.all(this.sentinels.map((proxy) => proxy.close()));
    await this.freebit.close();
  }
}

/** Prints a figure that no test checks. */
export function report(scenario: string, ms: number): void {
  process.stdout.write(`${JSON.stringify({ scenario, writesAcceptedAgainAfterMs: Math.round(ms) })}\n`);
}
