import type { StoreUnavailableError } from '../../src/store/store';
import { TcpProxy } from '../harness/tcp-proxy';
import { RedisBench, timed } from './redis-bench';

// Holds to the clock, and other tests have the same two cores: what is late once is asked again, and told.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

const unavailable = expect.objectContaining({ name: 'StoreUnavailableError' }) as StoreUnavailableError;

describe('when Redis does not answer', () => {
  let bench: RedisBench;

  afterEach(() => bench.close());

  it('serves the very first commands, sent before the connection is up', async () => {
    bench = await RedisBench.start();

    const made = await Promise.all([bench.put('text', 'one'), bench.put('text', 'two')]);

    expect(made).toEqual([true, true]);
  });

  it('fails at once, and recovers in two seconds, when it was down at the start', async () => {
    bench = await RedisBench.start();
    await bench.server.stop();
    bench.open(bench.server.url);

    const first = await timed(bench.store.read('key'));
    const second = await timed(bench.store.read('key'));
    await bench.server.restart();

    expect(first).toEqual({ ms: expect.any(Number) as number, outcome: unavailable });
    expect(first.ms).toBeLessThan(320);
    expect(second.ms).toBeLessThan(20);
    expect(await bench.recovery()).toBeLessThan(2_000);
  });

  it('costs a frozen Redis one timeout a second, not one a request', async () => {
    bench = await RedisBench.start();
    await bench.put('before');
    bench.server.freeze();

    const { ms, outcome } = await timed(bench.put('during'));
    const later = [];
    for (const endAt = performance.now() + 2_500; performance.now() < endAt;) {
      later.push(await timed(bench.store.read('key')));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const available = await bench.store.isAvailable();
    bench.server.thaw();

    expect(outcome).toEqual(unavailable);
    expect(ms).toBeLessThan(500);
    expect(later.filter((one) => one.ms > 20).length).toBeLessThanOrEqual(5);
    expect(later.every((one) => one.ms < 500 && one.outcome instanceof Error)).toBe(true);
    expect(available).toBe(false);
    expect(await bench.recovery()).toBeLessThan(2_000);
  }, 15_000);

  it('comes back from a silent partition in two seconds', async () => {
    bench = await RedisBench.start();
    const proxy = bench.closing(await TcpProxy.start(bench.server.port));
    bench.open(`redis://127.0.0.1:${proxy.port}`);
    await bench.put('before');
    proxy.blackHole();
    const first = await timed(bench.put('during'));
    for (let i = 0; i < 3; i++) await timed(bench.store.read('key'));
    await new Promise((resolve) => setTimeout(resolve, 1_000));

    await proxy.heal();

    expect(first.outcome).toEqual(unavailable);
    expect(first.ms).toBeLessThan(500);
    expect(await bench.recovery()).toBeLessThan(2_000);
  }, 15_000);

  it('never sends a change again whose reply was lost', async () => {
    bench = await RedisBench.start();
    const proxy = bench.closing(await TcpProxy.start(bench.server.port));
    bench.open(`redis://127.0.0.1:${proxy.port}`);
    await bench.put('before');
    const seen = await bench.store.read('key');
    await bench.server.cli('CONFIG', 'RESETSTAT');
    proxy.dropReplies();

    const { outcome } = await timed(bench.store.compareAndSet('key', seen, 'after'));
    await proxy.heal();
    proxy.reset();
    await bench.recovery();

    expect(outcome).toEqual(unavailable);
    const calls = (await bench.server.cli('INFO', 'commandstats')) as string;
    // One that was lost, one of the recovery: each change is one SET.
    expect(/cmdstat_set:calls=(\d+)/.exec(calls)?.[1]).toBe('2');
  });

  it('has its records still after it was killed and started again', async () => {
    bench = await RedisBench.start({ appendonly: true });
    await bench.put('text');

    await bench.server.kill();
    const { outcome } = await timed(bench.store.read('key'));
    await bench.server.restart();

    expect(outcome).toEqual(unavailable);
    expect(await bench.recovery(() => bench.store.isAvailable())).toBeLessThan(2_000);
    expect((await bench.store.read('key')).text).toBe('text');
  });

  it('leaves promptly, also when Redis is frozen', async () => {
    bench = await RedisBench.start();
    await bench.put('before');
    bench.server.freeze();

    const { ms } = await timed(bench.store.close());
    bench.server.thaw();

    expect(ms).toBeLessThan(500);
    expect((await timed(bench.store.read('key'))).outcome).toEqual(unavailable);
  });
});
