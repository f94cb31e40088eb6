import { closeMembers, isInStep, type RedisMember, startMember } from './redis-member';
import { eventually } from './slow-is-not-wrong';

const SLOTS = 16_384;
/** How long a node is silent before it counts as down. */
const NODE_TIMEOUT_MS = 2_000;

interface Shard {
  readonly primary: RedisMember;
  readonly replicas: readonly RedisMember[];
}

const startNode = () =>
  startMember((door) => [
    ...['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'],
    ...['--cluster-announce-port', `${door.port}`, '--cluster-node-timeout', `${NODE_TIMEOUT_MS}`],
    ...['--cluster-replica-validity-factor', '0', '--cluster-require-full-coverage', 'no'],
  ]);

const idOf = async ({ server }: RedisMember) => String(await server.cli('CLUSTER', 'MYID'));

/** The slots of a shard, in equal parts. */
function slotsOf(index: number, shards: number): number[] {
  const bound = (shard: number) => Math.floor((shard * SLOTS) / shards);
  return Array.from({ length: bound(index + 1) - bound(index) }, (_, slot) => bound(index) + slot);
}

/** Resolves once `CLUSTER INFO` of every node matches. */
const allSay = (members: readonly RedisMember[], pattern: RegExp) =>
  eventually(async () => {
    const answers = await Promise.all(members.map(({ server }) => server.cli('CLUSTER', 'INFO')));
    return answers.every((answer) => pattern.test(String(answer)));
  }, 200);

async function join(members: readonly RedisMember[]): Promise<void> {
  const [first, ...others] = members;
  for (const [index, { server }] of members.entries()) {
    await server.cli('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
  }
  for (const { server } of others) {
    const { port = 0 } = first?.server ?? {};
    await server.cli('CLUSTER', 'MEET', '127.0.0.1', port, port + 10_000);
  }
  await allSay(members, new RegExp(`cluster_known_nodes:${members.length}\\r`));
}

/** Primaries that share the slots, each with its replicas: all real, and every write is synced to disk. */
export class RedisCluster {
  private constructor(readonly shards: readonly Shard[]) {}

  /** Resolves once every slot is served and all replicas are in step. */
  static async start(shards = 3, replicasEach = 1): Promise<RedisCluster> {
    const nodes = await Promise.all(Array.from({ length: shards * (1 + replicasEach) }, startNode));
    await join(nodes);
    const parts = nodes.slice(0, shards).map((primary, index) => ({
      primary,
      replicas: nodes.slice(shards + index * replicasEach, shards + (index + 1) * replicasEach),
    }));
    const cluster = new RedisCluster(parts);
    for (const [index, { primary, replicas }] of parts.entries()) {
      await primary.server.cli('CLUSTER', 'ADDSLOTS', ...slotsOf(index, shards));
      const id = await idOf(primary);
      for (const replica of replicas) await replica.server.cli('CLUSTER', 'REPLICATE', id);
    }
    await allSay(nodes, /cluster_state:ok/);
    for (const { primary, replicas } of parts) await inStep(primary, replicas);
    return cluster;
  }

  get members(): RedisMember[] {
    return this.shards.flatMap(({ primary, replicas }) => [primary, ...replicas]);
  }

  /** For `REDIS_URL`. */
  get url(): string {
    return `redis+cluster://${this.members.map(({ door }) => `127.0.0.1:${door.port}`).join(',')}`;
  }

  /** The shard of a key; its primary may have changed since the start. */
  async shardOf(key: string): Promise<Shard> {
    const slot = Number(await this.members[0]?.server.cli('CLUSTER', 'KEYSLOT', key));
    const shard = this.shards.find((_, index) => slotsOf(index, this.shards.length).includes(slot));
    if (!shard) throw new Error(`no shard serves the slot ${slot}`);
    return shard;
  }

  /** A planned failover: the replica asks its primary to step down. Resolves once it accepts writes. */
  async failOver(replica: RedisMember): Promise<void> {
    const isPromoted = async () => String(await replica.server.cli('ROLE')).startsWith('master');
    // On a busy machine Redis gives up a planned failover after five seconds.
    await eventually(async () => {
      if (await isPromoted()) return true;
      await replica.server.cli('CLUSTER', 'FAILOVER').catch(() => undefined);
      return false;
    }, 6_000);
    await this.promotion(replica);
  }

  /** Resolves once a replica has become a primary and every running node knows it. */
  async promotion(replica: RedisMember): Promise<void> {
    const id = await idOf(replica);
    await eventually(async () => {
      const views = this.members.map(({ server }) => server.cli('CLUSTER', 'NODES').catch(() => ''));
      const known = (await Promise.all(views)).map(String).filter(Boolean);
      return known.every((view) => new RegExp(`^${id} .*master.* \\d+-\\d+`, 'm').test(view));
    }, 200);
  }

  async close(): Promise<void> {
    await closeMembers(this.members);
  }
}

/** Resolves once all replicas follow this primary and have all of its writes. */
async function inStep(primary: RedisMember, replicas: readonly RedisMember[]): Promise<void> {
  await eventually(async () => {
    const answers = await Promise.all(replicas.map((replica) => isInStep(replica, primary)));
    return answers.every(Boolean);
  }, 200);
}
