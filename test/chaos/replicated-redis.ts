import { isInStep, replicationOf, type RedisMember } from '../harness/redis-member';
import { RedisSet } from '../harness/redis-set';
import { eventually } from '../harness/slow-is-not-wrong';
import { TcpProxy } from '../harness/tcp-proxy';
import type { RedisSide } from './redis-side';

/** How long a server is silent before the Sentinels count it as down, in milliseconds. */
const DOWN_AFTER_MS = 1_000;

/** A primary, its replicas and three Sentinels. Each gateway reaches the Sentinels through its own proxies. */
export class ReplicatedRedis implements RedisSide {
  readonly kind = 'set';
  isInOrder = true;
  /** The proxies of each gateway to the Sentinels. */
  readonly ears: (readonly TcpProxy[])[] = [];

  private constructor(
    readonly set: RedisSet,
    private readonly replicas: number,
  ) {}

  static async start(replicas: number): Promise<ReplicatedRedis> {
    return new ReplicatedRedis(await RedisSet.start(replicas, { downAfterMs: DOWN_AFTER_MS }), replicas);
  }

  get links(): readonly TcpProxy[] {
    return this.set.members.map(({ door }) => door.clients);
  }

  async join(): Promise<{ REDIS_URL: string; REDIS_WAIT_REPLICAS: string }> {
    const ears = await Promise.all(this.set.sentinels.map(({ port }) => TcpProxy.start(port)));
    this.ears.push(ears);
    const REDIS_URL = this.set.sentinels.reduce(
      (url, { port }, at) => url.replace(`:${port}`, `:${ears[at]?.port}`),
      this.set.url,
    );
    return { REDIS_URL, REDIS_WAIT_REPLICAS: `${this.replicas}` };
  }

  others(primary: RedisMember): RedisMember[] {
    return this.set.members.filter((member) => member !== primary);
  }

  /** Does not touch the links to clients: their faults may be under way, and heal on their own. */
  async heal(): Promise<void> {
    for (const { server } of this.set.members) server.thaw();
    const wires = this.set.members.flatMap(({ door }) => [door.replicas, door.sentinels]);
    await Promise.all([...wires, ...this.ears.flat()].map((wire) => wire.heal()));
  }

  /** Repairs the set: healed, and with every member in step with the primary that the Sentinels name. */
  async putInOrder(): Promise<void> {
    this.isInOrder = false;
    await this.heal();
    await eventually(() => this.follow(), 100);
    this.isInOrder = true;
  }

  async close(): Promise<void> {
    await Promise.all(this.ears.flat().map((ear) => ear.close()));
    await this.set.close();
  }

  /** Does what the Sentinels would do some ten seconds later; returns whether every member is in step. */
  private async follow(): Promise<boolean> {
    const primary = await this.set.primary().catch(() => undefined);
    if (!primary || (await replicationOf(primary)).role !== 'master') return false;
    const others = this.others(primary);
    const inStep = await Promise.all(others.map((other) => isInStep(other, primary)));
    const behind = others.filter((_, at) => !inStep[at]);
    await Promise.all(
      behind.map(({ server }) =>
        server.cli('REPLICAOF', '127.0.0.1', primary.door.port).catch(() => undefined),
      ),
    );
    return behind.length === 0;
  }
}
