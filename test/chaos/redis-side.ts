import type { TcpProxy } from '../harness/tcp-proxy';

/** The kinds of Redis that a run may have. */
export const REDIS_KINDS = ['one', 'set'] as const;

export type RedisKind = (typeof REDIS_KINDS)[number];

/** What the faults of the wires need to know about a Redis, whatever its kind. */
export interface RedisSide {
  /** What the connections of gateways to Redis pass through. */
  readonly links: readonly TcpProxy[];
  /** False while it is put back in order: trials that would only be refused then do not begin. */
  readonly isInOrder: boolean;
  /** The settings of one more gateway, which has a way of its own. */
  join(): Promise<Readonly<Record<string, string>>>;
  /** Undoes every fault. */
  heal(): Promise<void>;
  close(): Promise<void>;
}
