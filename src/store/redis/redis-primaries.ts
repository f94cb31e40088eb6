import calculateSlot from 'cluster-key-slot';
import { Cluster, type Redis } from 'ioredis';

/** What one primary reports about itself. */
export interface PrimaryState {
  /** Identifies the primary among those of a cluster. */
  readonly node: string;
  /** The id of its replication history, and the previous one with the offset up to which it continues that. */
  readonly replicationId: string;
  readonly earlierReplicationId: string;
  readonly earlierOffset: number;
  readonly offset: number;
  /** Connected replicas. */
  readonly replicas: number;
  /** The replicas that are at most a second behind: Redis shows `state=online` also for replicas that are long gone. */
  readonly promptReplicas: number;
  /** Whether it may lose acknowledged changes: no append-only file, or eviction. Null if unknown. */
  readonly mayForget: boolean | null;
  /** Whether each write is on disk before it is acknowledged; null if CONFIG is not allowed. */
  readonly syncsAlways: boolean | null;
}

const ALONE = 'primary';

/** Queries every primary. */
export async function lookAtPrimaries(client: Redis | Cluster): Promise<PrimaryState[]> {
  if (!(client instanceof Cluster)) return [await look(client, ALONE)];
  return await Promise.all(
    client.nodes('master').map((node) => look(node, `${node.options.host}:${node.options.port}`)),
  );
}

/** The name of the primary that holds a key, as in `PrimaryState.node`. */
export function ownerOf(client: Redis | Cluster, key: string): string {
  return client instanceof Cluster ? (client.slots[calculateSlot(key)]?.[0] ?? '') : ALONE;
}

async function look(client: Redis, node: string): Promise<PrimaryState> {
  const [info, config] = await Promise.all([
    client.info(),
    client.config('GET', 'appendfsync').catch(() => null),
  ]);
  const field = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1];
  const policy = field('maxmemory_policy');
  const appendOnly = field('aof_enabled');
  const forgets = appendOnly === '0' || (policy !== undefined && policy !== 'noeviction');
  return {
    node,
    replicationId: field('master_replid') ?? '',
    earlierReplicationId: field('master_replid2') ?? '',
    earlierOffset: Number(field('second_repl_offset') ?? -1),
    offset: Number(field('master_repl_offset') ?? 0),
    replicas: Number(field('connected_slaves') ?? 0),
    promptReplicas: [...info.matchAll(/^slave\d+:.*state=online.*lag=(\d+)/gm)].filter(
      ([, lag]) => Number(lag) <= 1,
    ).length,
    mayForget: forgets ? true : appendOnly === undefined || policy === undefined ? null : false,
    syncsAlways: Array.isArray(config) ? config[1] === 'always' : null,
  };
}
