import { SingleRecords } from '../../src/store/single-records';
import { RedisStore } from '../../src/store/redis/redis.store';
import { RedisServer, type RedisServerOptions } from '../harness/redis-server';
import { eventually } from '../harness/slow-is-not-wrong';

/** A redis-server to be ill-treated, and the store that has to live with it. */
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

  /** Uses another way to the server from now on. */
  open(url: string): RedisStore {
    this.store = this.closing(RedisStore.open(url, { keyPrefix: 'test:' }));
    this.records = new SingleRecords(this.store);
    return this.store;
  }

  /** Will be closed with the bench, the last one first. */
  closing<T extends { close(): Promise<unknown> }>(thing: T): T {
    this.closers.push(() => thing.close());
    return thing;
  }

  async put(text: string, key = 'key'): Promise<boolean> {
    return this.records.compareAndSet(key, await this.records.read(key), JSON.stringify({ text }), 600_000);
  }

  /** How many milliseconds it takes until a change (or whatever is given) is accepted again. */
  async recovery(works = () => this.put(`${performance.now()}`)): Promise<number> {
    const startedAt = performance.now();
    await eventually(() => works().catch(() => false));
    return performance.now() - startedAt;
  }

  async close(): Promise<void> {
    for (const close of this.closers.splice(0).reverse()) await close();
  }
}

/** What became of an act, be it a value or an error, and after how long. */
export async function timed(
  act: Promise<unknown>,
): Promise<{ readonly ms: number; readonly outcome: unknown }> {
  const startedAt = performance.now();
  const outcome = await act.catch((error: unknown) => error);
  return { ms: performance.now() - startedAt, outcome };
}
