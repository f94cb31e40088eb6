import { randomBytes } from 'node:crypto';
import { freePort } from './free-port';
import { closeMembers, isInStep, type RedisMember, replicationOf, startMember } from './redis-member';
import { RedisSentinel, SET_NAME, type SentinelPlan } from './redis-sentinel';
import { eventually } from './slow-is-not-wrong';

const SENTINELS = 3;

async function startSetMember(primary?: RedisMember): Promise<RedisMember> {
  const member = await startMember((door) => [
    ...['--replica-announce-ip', '127.0.0.1', '--replica-announce-port', `${door.port}`],
  ]);
  if (primary) await member.server.cli('REPLICAOF', '127.0.0.1', primary.door.port);
  return member;
}

async function startSentinels(members: readonly RedisMember[], downAfterMs: number) {
  const seats = await Promise.all(
    Array.from({ length: SENTINELS }, async () => ({
      port: await freePort(),
      id: randomBytes(20).toString('hex'),
    })),
  );
  const [primaryPort = 0, ...replicaPorts] = members.map(({ door }) => door.port);
  const toPlan = (seat: { port: number; id: string }): SentinelPlan => ({
    ...seat,
    primaryPort,
    replicaPorts,
    others: seats.filter((other) => other !== seat),
    quorum: 2,
    downAfterMs,
  });
  return Promise.all(seats.map((seat) => RedisSentinel.start(toPlan(seat))));
}

/**
 * A primary, its replicas and three Sentinels, all real; every write is synced to disk. Redis behaves
 * as in production: after a planned failover the old primary still accepts writes for some seconds.
 */
export class RedisSet {
  private constructor(
    /** The first member is the initial primary. */
    readonly members: readonly RedisMember[],
    readonly sentinels: readonly RedisSentinel[],
  ) {}

  /** Resolves once all replicas are in step. A server counts as down after `downAfterMs` of silence. */
  static async start(replicas: number, { downAfterMs = 2_000 } = {}): Promise<RedisSet> {
    const primary = await startSetMember();
    const others = Array.from({ length: replicas }, () => startSetMember(primary));
    const members = [primary, ...(await Promise.all(others))];
    const set = new RedisSet(members, await startSentinels(members, downAfterMs));
    await set.inStep(primary);
    return set;
  }

  /** For `REDIS_URL`. */
  get url(): string {
    const hosts = this.sentinels.map(({ port }) => `127.0.0.1:${port}`);
    return `redis+sentinel://${hosts.join(',')}/${SET_NAME}`;
  }

  /** The member that most Sentinels consider the primary; rejects while they disagree. */
  async primary(): Promise<RedisMember> {
    const answers = await Promise.all(
      this.sentinels.map((sentinel) => sentinel.primaryPort().catch(() => 0)),
    );
    const member = this.members.find(
      ({ door }) => 2 * answers.filter((port) => port === door.port).length > SENTINELS,
    );
    if (!member) throw new Error(`the Sentinels do not agree: ${answers.join(', ')}`);
    return member;
  }

  /** A planned failover, as started by an operator; resolves with the new primary. */
  async failOver(): Promise<RedisMember> {
    const old = await this.primary();
    const [sentinel] = this.sentinels;
    // A Sentinel that has not yet checked the replicas answers NOGOODSLAVE.
    await eventually(async () => (await sentinel?.ask('FAILOVER', SET_NAME).catch(() => null)) === 'OK', 200);
    return this.successorOf(old);
  }

  /** Resolves with the new primary once most Sentinels name one and it accepts writes. */
  async successorOf(old: RedisMember): Promise<RedisMember> {
    await eventually(async () => {
      const successor = await this.primary().catch(() => undefined);
      if (!successor || successor === old) return false;
      return (await replicationOf(successor)).role === 'master';
    }, 50);
    return this.primary();
  }

  /** Resolves once every other member follows this primary and has all of its writes. */
  async inStep(primary: RedisMember): Promise<void> {
    const others = this.members.filter((member) => member !== primary);
    await eventually(
      async () => (await Promise.all(others.map((other) => isInStep(other, primary)))).every(Boolean),
      50,
    );
  }

  /**
   * Cuts a member off from the replicas that follow it and from the Sentinels, while clients still reach it. `door.heal`
   * undoes it.
   */
  cutOff({ door }: RedisMember): void {
    door.replicas.blackHole();
    door.sentinels.blackHole();
  }

  async close(): Promise<void> {
    await Promise.all(this.sentinels.map((sentinel) => sentinel.close()));
    await closeMembers(this.members);
  }
}
