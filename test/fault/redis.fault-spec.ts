import { setTimeout as pause } from 'node:timers/promises';
import type { StoreUnavailableError } from '../../src/store/store';
import { TcpProxy } from '../harness/tcp-proxy';
import { RedisBench, timed } from './redis-bench';
import { promisedMs } from '../harness/slow-is-not-wrong';

const unavailable = expect.objectContaining({ name: 'StoreUnavailableError' }) as StoreUnavailableError;

describe('when Redis does not answer', () => {
  let bench: RedisBench;

  afterEach(() => bench.close());

  /** The store reaches its server through a proxy. */
  async function behindProxy(): Promise<TcpProxy> {
    bench = await RedisBench.start();
    const proxy = bench.closing(await TcpProxy.start(bench.server.port));
    bench.open(`redis://127.0.0.1:${proxy.port}`);
    return proxy;
  }

  it('the store serves the first commands, sent before the connection is up', async () => {
    bench = await RedisBench.start();

    const made = await Promise.all([bench.put('text', 'one'), bench.put('text', 'two')]);

    expect(made).toEqual([true, true]);
  });

  it('the store fails at once, and recovers in two seconds, when it was down at the start', async () => {
    bench = await RedisBench.start();
    await bench.server.stop();
    bench.open(bench.server.url);

    const first = await timed(bench.records.read('key'));
    const second = await timed(bench.records.read('key'));
    await bench.server.restart();

    expect(first).toEqual({ ms: expect.any(Number) as number, outcome: unavailable });
    expect(first.ms).toBeLessThan(promisedMs(320));
    expect(second.ms).toBeLessThan(promisedMs(20, 1_000));
    expect(await bench.recovery()).toBeLessThan(promisedMs(2_000));
  });

  it('the store waits for one timeout a second, not one a request', async () => {
    const proxy = await behindProxy();
    await bench.put('before');
    await bench.server.cli('CONFIG', 'RESETSTAT');
    proxy.dropReplies();
    const startedAt = performance.now();

    const later = [];
    while (performance.now() < startedAt + 2_500) {
      later.push(await timed(bench.records.read('key')));
      await pause(5);
    }

    const seconds = (performance.now() - startedAt) / 1_000;
    const asked = await bench.server.commands('evalsha');
    expect(later.every(({ outcome }) => outcome instanceof Error)).toBe(true);
    // Three until the store gives up, then one a second to check whether Redis is back.
    expect(asked).toBeLessThanOrEqual(3 + seconds);
    expect(later.length).toBeGreaterThan(2 * asked);
  });

  it('the store fails in half a second when it is frozen, and recovers in two', async () => {
    bench = await RedisBench.start();
    await bench.put('before');
    bench.server.freeze();

    const { ms, outcome } = await timed(bench.put('during'));
    const available = await bench.store.isAvailable();
    bench.server.thaw();

    expect(outcome).toEqual(unavailable);
    expect(ms).toBeLessThan(promisedMs(500));
    expect(available).toBe(false);
    expect(await bench.recovery()).toBeLessThan(promisedMs(2_000));
  });

  it('the store recovers from a silent partition in two seconds', async () => {
    const proxy = await behindProxy();
    await bench.put('before');
    proxy.blackHole();
    const first = await timed(bench.put('during'));
    for (let i = 0; i < 3; i++) await timed(bench.records.read('key'));
    await pause(1_000);

    await proxy.heal();

    expect(first.outcome).toEqual(unavailable);
    expect(first.ms).toBeLessThan(promisedMs(500));
    expect(await bench.recovery()).toBeLessThan(promisedMs(2_000));
  });

  it('the store never sends a change again whose reply was lost', async () => {
    const proxy = await behindProxy();
    await bench.put('before');
    const seen = await bench.records.read('key');
    await bench.server.cli('CONFIG', 'RESETSTAT');
    proxy.dropReplies();

    const { outcome } = await timed(bench.records.compareAndSet('key', seen, '{"text":"after"}', 60_000));
    await proxy.heal();
    proxy.reset();
    await bench.recovery();

    expect(outcome).toEqual(unavailable);
    // One was lost, one came from the recovery: each change is one SET.
    expect(await bench.server.commands('set')).toBe(2);
  });

  it('the store never takes the reply to another command for its own', async () => {
    const proxy = await behindProxy();
    await bench.put('text');
    proxy.dropReplies();
    await bench.records.read('key').catch(() => undefined);
    await proxy.heal();

    // One reply was lost, so each command gets the reply to the next one.
    const read = bench.records.read('key');
    const change = bench.store.commit('bucket', [{ key: 'other', expected: null, next: '{}' }]);

    await expect(read).rejects.toEqual(unavailable);
    await expect(change).rejects.toEqual(unavailable);
  });

  it('the store still has its records after Redis was killed and restarted', async () => {
    bench = await RedisBench.start({ appendonly: true });
    await bench.put('text');

    await bench.server.kill();
    const { outcome } = await timed(bench.records.read('key'));
    await bench.server.restart();

    expect(outcome).toEqual(unavailable);
    expect(await bench.recovery(() => bench.store.isAvailable())).toBeLessThan(promisedMs(2_000));
    expect((await bench.records.read('key')).text).toBe('{"text":"text"}');
  });

  it('the store closes promptly, even while Redis is frozen', async () => {
    bench = await RedisBench.start();
    await bench.put('before');
    bench.server.freeze();

    const { ms } = await timed(bench.store.close());
    bench.server.thaw();

    expect(ms).toBeLessThan(promisedMs(500));
    expect((await timed(bench.records.read('key'))).outcome).toEqual(unavailable);
  });
});
