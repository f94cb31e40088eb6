import calculateSlot from 'cluster-key-slot';
import { Cluster, type Redis } from 'ioredis';
import { StoreUnavailableError } from '../store';
import type { RedisBreaker } from './redis-breaker';
import { RedisConnection } from './redis-connection';
import { isUnknownScript, type RedisScript } from './redis-scripts';
import type { RedisTarget } from './redis-url';

/** Milliseconds that the replicas have to confirm a change. */
const REPLICAS_HAVE_MS = 100;

export interface ConfirmedReply {
  readonly reply: unknown;
  /** How many replicas have the change. */
  readonly replicas: number;
}

/**
 * Makes changes that all replicas must confirm. Redis acknowledges a write before its replicas have it, and a primary
 * that was replaced accepts writes for some seconds more. So the script and `WAIT` are sent together on one socket: the
 * same server answers both, and the count says how many replicas have what the script wrote.
 *
 * `WAIT` blocks everything behind it, so these connections serve nothing else: one, or one for each primary of a
 * cluster.
 */
export class RedisConfirmation {
  private readonly connections = new Map<string, RedisConnection>();

  constructor(
    private readonly target: RedisTarget,
    private readonly main: RedisConnection,
    private readonly breaker: RedisBreaker,
  ) {}

  async run(
    script: RedisScript,
    keys: readonly string[],
    args: readonly string[],
    replicas: number,
  ): Promise<ConfirmedReply> {
    const connection = this.connectionFor(keys[0] ?? '');
    return await connection.ask(this.breaker, async (client) => {
      const both = (run: () => Promise<unknown>) => runAndWait(client as Redis, run, replicas);
      const bySha = () => client.evalsha(script.sha, keys.length, ...keys, ...args);
      return await both(bySha).catch((error: unknown) => {
        if (!isUnknownScript(error)) throw error;
        return both(() => client.eval(script.lua, keys.length, ...keys, ...args));
      });
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.connections.values()].map((connection) => connection.close()));
  }

  private connectionFor(key: string): RedisConnection {
    const { client } = this.main;
    const node = client instanceof Cluster ? client.slots[calculateSlot(key)]?.[0] : 'primary';
    if (node === undefined) throw new StoreUnavailableError('The cluster has no primary for this slot');
    const known = this.connections.get(node);
    if (known) return known;
    const connection = new RedisConnection(node === 'primary' ? this.target : this.targetOf(node));
    this.connections.set(node, connection);
    return connection;
  }

  /** One node of the cluster, alone. */
  private targetOf(node: string): RedisTarget {
    const at = node.lastIndexOf(':');
    const endpoint = { host: node.slice(0, at), port: Number(node.slice(at + 1)) };
    return { ...this.target, kind: 'standalone', endpoints: [endpoint], db: 0 };
  }
}

/** Both commands are written in the same turn of the event loop, to the same socket. */
async function runAndWait(
  client: Redis,
  run: () => Promise<unknown>,
  replicas: number,
): Promise<ConfirmedReply> {
  const [reply, confirmed] = await Promise.allSettled([run(), client.wait(replicas, REPLICAS_HAVE_MS)]);
  if (reply.status === 'rejected') throw reply.reason;
  if (confirmed.status === 'rejected') throw confirmed.reason;
  return { reply: reply.value, replicas: confirmed.value };
}
