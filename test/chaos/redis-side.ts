import type { TcpProxy } from '../harness/tcp-proxy';

/** The kinds of Redis that a run may have. */
export const REDIS_KINDS = ['one', 'set'] as const;

export type RedisKind = (typeof REDIS_KINDS)[number];

/** What the connection faults need to know about a Redis of any kind. */
export interface RedisSide {
  /** The proxies between gateways and Redis. */
  readonly links: readonly TcpProxy[];
  /** False while it is being repaired: trials that would only be refused do not start then. */
  readonly isInOrder: boolean;
  /** The settings of another gateway, which has its own proxies. */
  join(): Promise<Readonly<Record<string, string>>>;
  /** Undoes every fault. */
  heal(): Promise<void>;
  close(): Promise<void>;
}
