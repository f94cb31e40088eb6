import { inspect } from 'node:util';
import { RedisStore } from '../../src/store/redis/redis.store';
import { StoreUnavailableError } from '../../src/store/store';
import { RedisServer, RedisServerOptions } from '../harness/redis-server';
import { TcpProxy } from '../harness/tcp-proxy';

const unavailable = expect.objectContaining({ name: 'StoreUnavailableError' }) as StoreUnavailableError;

describe('when Redis is in trouble', () => {
  let server: RedisServer;
  let store: RedisStore;
  const closers: (() => Promise<unknown>)[] = [];

  async function bench(options: RedisServerOptions = {}): Promise<void> {
    server = await RedisServer.start(options);
    closers.push(() => server.close());
    open(server.url);
  }

  function open(url: string): void {
    store = RedisStore.open(url, 'test:');
    const opened = store;
    closers.push(() => opened.close());
  }

  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  const put = async (text: string, key = 'key') => store.compareAndSet(key, await store.read(key), text);

  async function timed<T>(act: Promise<T>): Promise<{ readonly ms: number; readonly outcome: T | Error }> {
    const startedAt = performance.now();
    const outcome = await act.catch((error: Error) => error);
    return { ms: performance.now() - startedAt, outcome };
  }

  /** How long it takes until a write is accepted again. */
  async function recovery(works = () => put(`${performance.now()}`)): Promise<number> {
    const startedAt = performance.now();
    while (performance.now() < startedAt + 4_000 && !(await works().catch(() => false))) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return performance.now() - startedAt;
  }

  it('serves the very first commands, sent before the connection is up', async () => {
    await bench();

    const made = await Promise.all([put('text', 'one'), put('text', 'two')]);

    expect(made).toEqual([true, true]);
  });

  it('fails at once, and recovers in two seconds, when it was down at the start', async () => {
    await bench();
    await server.stop();
    open(server.url);

    const first = await timed(store.read('key'));
    const second = await timed(store.read('key'));
    await server.restart();

    expect(first).toEqual({ ms: expect.any(Number) as number, outcome: unavailable });
    expect(first.ms).toBeLessThan(320);
    expect(second.ms).toBeLessThan(20);
    expect(await recovery()).toBeLessThan(2_000);
  });

  it('costs a frozen Redis one timeout a second, not one a request', async () => {
    await bench();
    await put('before');
    server.freeze();

    const { ms, outcome } = await timed(put('during'));
    const later = [];
    for (const endAt = performance.now() + 2_500; performance.now() < endAt;) {
      later.push(await timed(store.read('key')));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const available = await store.isAvailable();
    server.thaw();

    expect(outcome).toEqual(unavailable);
    expect(ms).toBeLessThan(500);
    expect(later.filter((one) => one.ms > 20).length).toBeLessThanOrEqual(5);
    expect(later.every((one) => one.ms < 500 && one.outcome instanceof Error)).toBe(true);
    expect(available).toBe(false);
    expect(await recovery()).toBeLessThan(2_000);
  }, 15_000);

  it('comes back from a silent partition in two seconds', async () => {
    await bench();
    const proxy = await TcpProxy.start(server.port);
    closers.push(() => proxy.close());
    open(`redis://127.0.0.1:${proxy.port}`);
    await put('before');
    proxy.blackHole();
    const first = await timed(put('during'));
    for (let i = 0; i < 3; i++) await timed(store.read('key'));
    await new Promise((resolve) => setTimeout(resolve, 1_000));

    await proxy.heal();

    expect(first.outcome).toEqual(unavailable);
    expect(first.ms).toBeLessThan(500);
    expect(await recovery()).toBeLessThan(2_000);
  }, 15_000);

  it('never sends a change again whose reply was lost', async () => {
    await bench();
    const proxy = await TcpProxy.start(server.port);
    closers.push(() => proxy.close());
    open(`redis://127.0.0.1:${proxy.port}`);
    await put('before');
    const seen = await store.read('key');
    await server.cli('CONFIG', 'RESETSTAT');
    proxy.dropReplies();

    const { outcome } = await timed(store.compareAndSet('key', seen, 'after'));
    await proxy.heal();
    proxy.reset();
    await recovery();

    expect(outcome).toEqual(unavailable);
    const calls = (await server.cli('INFO', 'commandstats')) as string;
    // One that was lost, one of the recovery: each change is one SET.
    expect(/cmdstat_set:calls=(\d+)/.exec(calls)?.[1]).toBe('2');
  });

  it('has its records still after it was killed and started again', async () => {
    await bench({ appendonly: true });
    await put('text');

    await server.kill();
    const { outcome } = await timed(store.read('key'));
    await server.restart();

    expect(outcome).toEqual(unavailable);
    expect(await recovery(() => store.isAvailable())).toBeLessThan(2_000);
    expect((await store.read('key')).text).toBe('text');
  });

  it('does not notice that the scripts were flushed', async () => {
    await bench();
    await put('before');

    await server.cli('SCRIPT', 'FLUSH');

    expect(await put('after')).toBe(true);
  });

  it('refuses new records when memory is full, and still replaces and deletes the old ones', async () => {
    await bench({ maxmemory: '3mb' });
    await put('sent', 'mine');
    await put('x', 'to delete');
    await server.cli('CONFIG', 'SET', 'maxmemory', '1');

    const made = await timed(put('text', 'new'));

    expect(made.outcome).toEqual(unavailable);
    expect(inspect(made.outcome)).toContain('OOM');
    expect(await put('done', 'mine')).toBe(true);
    expect(await store.compareAndSet('to delete', await store.read('to delete'), null)).toBe(true);
    expect((await store.read('mine')).text).toBe('done');
  });

  it('finds the primary again after being demoted and promoted, without re-sending', async () => {
    await bench();
    await put('before');
    const replacement = await RedisServer.start();
    closers.push(() => replacement.close());
    await server.cli('REPLICAOF', '127.0.0.1', replacement.port);
    const seen = { text: 'before', foreign: false, nowMs: 0 };

    const { outcome } = await timed(store.compareAndSet('key', seen, 'after'));
    await server.cli('REPLICAOF', 'NO', 'ONE');

    expect(outcome).toEqual(unavailable);
    expect(await recovery()).toBeLessThan(2_000);
  });

  it('keeps every secret to itself when the password is wrong', async () => {
    await bench({ password: 'right-SECRET' });
    const said: unknown[] = [];
    const spies = (['log', 'warn', 'error'] as const).map((name) =>
      jest.spyOn(console, name).mockImplementation((...words: unknown[]) => void said.push(...words)),
    );
    const wrong = RedisStore.open(
      server.url.replace('right', 'wrong'),
      'test:',
      (...event) => void said.push(event),
    );
    closers.push(() => wrong.close());

    const read = await timed(wrong.read('key'));
    const written = await timed(
      wrong.compareAndSet('key', { text: null, foreign: false, nowMs: 0 }, 'record-SECRET'),
    );
    for (const spy of spies) spy.mockRestore();

    expect([read.outcome, written.outcome]).toEqual([unavailable, unavailable]);
    expect(inspect([read, written, said], { depth: 9, showHidden: true })).not.toContain('SECRET');
    expect(said).toEqual([['lost', 'WRONGPASS']]);
  });

  it('keeps a record to itself when Redis refuses it', async () => {
    await bench();
    await put('before');
    await server.cli('CONFIG', 'SET', 'maxmemory', '1');

    const { outcome } = await timed(put('record-SECRET', 'new'));

    expect(inspect(outcome, { depth: 9, showHidden: true })).not.toContain('SECRET');
  });

  it('tells whether it may forget what it was told', async () => {
    await bench({ appendonly: true });
    const durable = await store.mayForget();
    await server.cli('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    const evicting = await store.mayForget();
    await server.cli('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    await server.cli('CONFIG', 'SET', 'appendonly', 'no');
    const volatile = await store.mayForget();
    await server.stop();

    expect([durable, evicting, volatile]).toEqual([false, true, true]);
    expect(await store.mayForget()).toBeNull();
  });

  it('leaves promptly, also when Redis is frozen', async () => {
    await bench();
    await put('before');
    server.freeze();

    const { ms } = await timed(store.close());
    server.thaw();

    expect(ms).toBeLessThan(500);
    expect((await timed(store.read('key'))).outcome).toEqual(unavailable);
  });
});
