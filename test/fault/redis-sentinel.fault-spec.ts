import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RedisStore } from '../../src/store/redis/redis.store';
import { Child } from '../harness/child';
import { freePort } from '../harness/free-port';
import { REDIS_BINARY, RedisServer } from '../harness/redis-server';
import { eventually, promisedMs } from '../harness/slow-is-not-wrong';

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

  it('follows the Sentinels to the new primary, with the records that were replicated', async () => {
    const primary = await startServer();
    const replica = await startServer(['--replicaof', '127.0.0.1', `${primary.port}`]);
    const { sentinel, port } = await startSentinel(primary);
    await sentinel.line(/\+slave slave/);
    const store = RedisStore.open(`redis+sentinel://127.0.0.1:${port}/main`, 'test:');
    closers.push(() => store.close());
    await store.compareAndSet('key', await store.read('key'), 'text');
    await eventually(async () => (await replica.cli('GET', 'test:key')) === 'text');

    const make = async () => store.compareAndSet('new', await store.read('new'), 'made after');

    await primary.kill();
    await sentinel.line(/\+switch-master/);
    const switchedAt = performance.now();
    await eventually(() => make().catch(() => false));

    expect(performance.now() - switchedAt).toBeLessThan(promisedMs(2_000));
    expect((await store.read('key')).text).toBe('text');
    expect(await replica.cli('GET', 'test:new')).toBe('made after');
  });
});
