import { RedisStore } from '../../src/store/redis/redis.store';
import { SingleRecords } from '../harness/single-records';
import { RedisServer, type RedisServerOptions } from '../harness/redis-server';
import { eventually } from '../harness/slow-is-not-wrong';

/** A redis-server to which tests do harm, and a store that uses it. */
export class RedisBench {
  store: RedisStore;
  /** The same store, one record at a time. */
  records: SingleRecords;
  private readonly closers: (() => Promise<unknown>)[] = [];

  private constructor(readonly server: RedisServer) {
    this.closers.push(() => server.close());
    this.store = this.open(server.url);
    this.records = new SingleRecords(this.store);
  }

  static async start(options: RedisServerOptions = {}): Promise<RedisBench> {
    return new RedisBench(await RedisServer.start(options));
  }

  /** Connects to the server by another URL from now on. */
  open(url: string): RedisStore {
    this.store = this.closing(RedisStore.open(url, { keyPrefix: 'test:' }));
    this.records = new SingleRecords(this.store);
    return this.store;
  }

  /** Registers a thing to be closed with the bench, last one first. */
  closing<T extends { close(): Promise<unknown> }>(thing: T): T {
    this.closers.push(() => thing.close());
    return thing;
  }

  async put(text: string, key = 'key'): Promise<boolean> {
    return this.records.compareAndSet(key, await this.records.read(key), JSON.stringify({ text }), 600_000);
  }

  /** The milliseconds until a change (or another act) succeeds again. */
  async recovery(works = () => this.put(`${performance.now()}`)): Promise<number> {
    const startedAt = performance.now();
    await eventually(() => works().catch(() => false));
    return performance.now() - startedAt;
  }

  async close(): Promise<void> {
    for (const close of this.closers.splice(0).reverse()) await close();
  }
}

/** The result of an act, a value or an error, and how long it took. */
export async function timed(
  act: Promise<unknown>,
): Promise<{ readonly ms: number; readonly outcome: unknown }> {
  const startedAt = performance.now();
  const outcome = await act.catch((error: unknown) => error);
  return { ms: performance.now() - startedAt, outcome };
}
