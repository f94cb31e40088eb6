import { inspect } from 'node:util';
import { RedisStore } from '../../src/store/redis/redis.store';
import type { StoreUnavailableError } from '../../src/store/store';
import { RedisServer } from '../harness/redis-server';
import { RedisBench, timed } from './redis-bench';
import { promisedMs } from '../harness/slow-is-not-wrong';

const unavailable = expect.objectContaining({ name: 'StoreUnavailableError' }) as StoreUnavailableError;

describe('when Redis answers and refuses', () => {
  let bench: RedisBench;

  afterEach(() => bench.close());

  it('the store is not affected by flushed scripts', async () => {
    bench = await RedisBench.start();
    await bench.put('before');

    await bench.server.cli('SCRIPT', 'FLUSH');

    expect(await bench.put('after')).toBe(true);
  });

  it('the store fails for new records when memory is full, and still replaces old ones', async () => {
    bench = await RedisBench.start({ maxmemory: '3mb' });
    await bench.put('sent', 'mine');
    await bench.server.cli('CONFIG', 'SET', 'maxmemory', '1');

    const made = await timed(bench.put('text', 'new'));

    expect(made.outcome).toEqual(unavailable);
    expect(inspect(made.outcome)).toContain('OOM');
    expect(await bench.put('done', 'mine')).toBe(true);
    expect((await bench.records.read('mine')).text).toBe('{"text":"done"}');
  });

  it('the store recovers from a demotion and promotion, without sending a change again', async () => {
    bench = await RedisBench.start();
    await bench.put('before');
    const replacement = bench.closing(await RedisServer.start());
    await bench.server.cli('REPLICAOF', '127.0.0.1', replacement.port);
    const seen = { text: '{"text":"before"}', foreign: false, nowMs: 0 };

    const { outcome } = await timed(bench.records.compareAndSet('key', seen, '{"text":"after"}', 60_000));
    await bench.server.cli('REPLICAOF', 'NO', 'ONE');

    expect(outcome).toEqual(unavailable);
    expect(await bench.recovery()).toBeLessThan(promisedMs(2_000));
  });

  it('the store reveals no secret when the password is wrong', async () => {
    bench = await RedisBench.start({ password: 'right-SECRET' });
    const said: unknown[] = [];
    const spies = (['log', 'warn', 'error'] as const).map((name) =>
      jest.spyOn(console, name).mockImplementation((...words: unknown[]) => void said.push(...words)),
    );
    const wrong = RedisStore.open(bench.server.url.replace('right', 'wrong'), { keyPrefix: 'test:' });
    wrong.onChange((...event) => void said.push(event));
    bench.closing(wrong);

    const read = await timed(wrong.read('b', ['key']));
    const written = await timed(wrong.commit('b', [{ key: 'key', expected: null, next: 'record-SECRET' }]));
    for (const spy of spies) spy.mockRestore();

    expect([read.outcome, written.outcome]).toEqual([unavailable, unavailable]);
    expect(inspect([read, written, said], { depth: 9, showHidden: true })).not.toContain('SECRET');
    expect(said).toEqual([['lost', 'WRONGPASS']]);
  });

  it('the store reveals no record that Redis refuses', async () => {
    bench = await RedisBench.start();
    await bench.put('before');
    await bench.server.cli('CONFIG', 'SET', 'maxmemory', '1');

    const { outcome } = await timed(bench.put('record-SECRET', 'new'));

    expect(inspect(outcome, { depth: 9, showHidden: true })).not.toContain('SECRET');
  });

  it('the store reports whether Redis may lose changes, and whether it syncs each write', async () => {
    bench = await RedisBench.start({ appendonly: true });
    const condition = async () => {
      const [{ mayForget, syncsAlways } = {}] = await bench.store.primaries();
      return [mayForget, syncsAlways];
    };
    const durable = await condition();
    await bench.server.cli('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    await bench.server.cli('CONFIG', 'SET', 'appendfsync', 'everysec');
    const evicting = await condition();
    await bench.server.cli('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    await bench.server.cli('CONFIG', 'SET', 'appendonly', 'no');
    const volatile = await condition();

    expect([durable, evicting, volatile]).toEqual([
      [false, true],
      [true, false],
      [true, false],
    ]);
  });
});
