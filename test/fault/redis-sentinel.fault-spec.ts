import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SingleRecords } from '../harness/single-records';
import { RedisStore } from '../../src/store/redis/redis.store';
import { Child } from '../harness/child';
import { freePort } from '../harness/free-port';
import { REDIS_BINARY, RedisServer } from '../harness/redis-server';
import { eventually, promisedMs } from '../harness/slow-is-not-wrong';
import { TcpProxy } from '../harness/tcp-proxy';

describe('when Redis fails over', () => {
  const closers: (() => Promise<unknown>)[] = [];

  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });

  async function startServer(args: readonly string[] = []): Promise<RedisServer> {
    const server = await RedisServer.start({ args });
    closers.push(() => server.close());
    return server;
  }

  async function startSentinel(
    primary: RedisServer,
  ): Promise<{ readonly sentinel: Child; readonly port: number }> {
    const dir = await mkdtemp(join(tmpdir(), 'fbgw-sentinel-'));
    const port = await freePort();
    const settings = [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${dir}`,
      `sentinel monitor main 127.0.0.1 ${primary.port} 1`,
      'sentinel down-after-milliseconds main 300',
      'sentinel failover-timeout main 2000',
    ];
    await writeFile(join(dir, 'sentinel.conf'), `${settings.join('\n')}\n`);
    const sentinel = new Child(REDIS_BINARY, [join(dir, 'sentinel.conf'), '--sentinel']);
    closers.push(() => sentinel.end('SIGKILL').then(() => rm(dir, { recursive: true })));
    return { sentinel, port };
  }

  /** A primary with a replica, a Sentinel, and a store that reaches it through a proxy. */
  async function start() {
    const primary = await startServer();
    const replica = await startServer(['--replicaof', '127.0.0.1', `${primary.port}`]);
    const { sentinel, port } = await startSentinel(primary);
    await sentinel.line(/\+slave slave/);
    const proxy = await TcpProxy.start(port);
    closers.push(() => proxy.close());
    const store = RedisStore.open(`redis+sentinel://127.0.0.1:${proxy.port}/main`, { keyPrefix: 'test:' });
    const records = new SingleRecords(store);
    closers.push(() => store.close());
    await records.compareAndSet('key', await records.read('key'), '{"text":1}', 600_000);
    await eventually(async () => (await replica.cli('GET', 'test:{key}')) === '{"text":1}');
    const make = async () =>
      records.compareAndSet('new', await records.read('new'), '{"made":"after"}', 600_000);
    return { primary, replica, sentinel, proxy, records, make };
  }

  it('the store follows the Sentinels to the new primary, with the replicated records', async () => {
    const { primary, replica, sentinel, records, make } = await start();

    await primary.kill();
    await sentinel.line(/\+switch-master/);
    const switchedAt = performance.now();
    await eventually(() => make().catch(() => false));

    expect(performance.now() - switchedAt).toBeLessThan(promisedMs(2_000));
    expect((await records.read('key')).text).toBe('{"text":1}');
    expect(await replica.cli('GET', 'test:{new}')).toBe('{"made":"after"}');
  });

  it('the store follows the Sentinels if they announce the failover while it asks them for the primary', async () => {
    const { primary, replica, sentinel, proxy, make } = await start();
    await eventually(() => proxy.connections > 0);
    const listening = proxy.connections;
    proxy.blackHole();
    await primary.kill();
    await sentinel.line(/\+switch-master/);
    await eventually(() => proxy.connections > listening);

    await proxy.heal();
    await eventually(() => make().catch(() => false));

    expect(await replica.cli('GET', 'test:{new}')).toBe('{"made":"after"}');
  });
});
