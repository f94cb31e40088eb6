import { writeFileSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createServer, type TlsOptions } from 'node:tls';
import { RedisCluster } from '../harness/redis-cluster';
import { RedisServer } from '../harness/redis-server';
import { RedisSet } from '../harness/redis-set';
import { atTheEnd, closeAll, diagnose, folder, freebit, readThroughGateway } from './doctor-bench';
import { Authority } from './upstream-tls';

afterEach(closeAll);

describe('the doctor over TLS', () => {
  let authority: Authority;
  beforeAll(() => (authority = Authority.create()));
  afterAll(() => authority.remove());

  /** The simulator behind a server that terminates TLS. */
  async function secure(options: TlsOptions): Promise<string> {
    const simulator = await freebit();
    const { port } = new URL(simulator.url);
    const server = createServer(options, (outer) => {
      const inner = connect(Number(port), '127.0.0.1');
      outer.on('error', () => inner.destroy()).pipe(inner);
      inner.on('error', () => outer.destroy()).pipe(outer);
    });
    server.listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    atTheEnd(() => void server.close());
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}/emptool/api`;
  }

  function file(name: string, text: string): string {
    const path = join(folder(), name);
    writeFileSync(path, text);
    return path;
  }

  it('recognises a missing intermediate certificate, which NODE_EXTRA_CA_CERTS can supply', async () => {
    const whole = authority.issue('chain').cert;
    const url = await secure(authority.issue('bare', { bare: true }));
    const root = { FREEBIT_BASE_URL: url, NODE_EXTRA_CA_CERTS: file('root.pem', authority.root) };
    const intermediate = whole.slice(whole.indexOf('-----BEGIN', 1));

    const before = await diagnose(root);
    const both = { ...root, NODE_EXTRA_CA_CERTS: file('both.pem', authority.root + intermediate) };
    const after = await diagnose(both);

    expect(before.lines.join('\n')).toMatch(/^fail +tls +an intermediate certificate is missing/m);
    expect(before.hints.tls).toMatch(/^NODE_EXTRA_CA_CERTS=/);
    expect([after.exitCode, after.results.tls]).toEqual([0, 'ok']);
    expect(await readThroughGateway(both)).toEqual([200, 200]);
  });

  it('recognises a server that requires a client certificate', async () => {
    const url = await secure({
      ...authority.issue('strict'),
      ...{ requestCert: true, rejectUnauthorized: true, ca: authority.root },
    });
    const trusted = { FREEBIT_BASE_URL: url, NODE_EXTRA_CA_CERTS: file('root.pem', authority.root) };
    const { cert, key } = authority.issue('client');

    const before = await diagnose(trusted);
    const settings = {
      ...trusted,
      ...{ FREEBIT_CLIENT_CERT_FILE: file('c.pem', cert), FREEBIT_CLIENT_KEY_FILE: file('k.pem', key) },
    };
    const after = await diagnose(settings);

    expect([before.exitCode, before.hints.tls]).toEqual([
      1,
      'FREEBIT_CLIENT_CERT_FILE and FREEBIT_CLIENT_KEY_FILE',
    ]);
    expect([after.exitCode, after.results.tls]).toEqual([0, 'ok']);
    expect(await readThroughGateway(settings)).toEqual([200, 200]);
  });

  it.each([
    ['expired', { expired: true }, /clock/],
    ['unknown', {}, /^NODE_EXTRA_CA_CERTS=/],
  ])('recognises a certificate that is %s', async (name, options, hint) => {
    const url = await secure(authority.issue(name, options));
    const trusted: Record<string, string> =
      name === 'unknown' ? {} : { NODE_EXTRA_CA_CERTS: file('root.pem', authority.root) };

    const { exitCode, hints } = await diagnose({ FREEBIT_BASE_URL: url, ...trusted });

    expect(exitCode).toBe(1);
    expect(hints.tls).toMatch(hint);
  });
});

const NO_EVICTION = { appendonly: true, args: ['--maxmemory-policy', 'noeviction'] };
const EVERY_SECOND = { appendonly: true, args: ['--appendfsync', 'everysec'] };

describe('the Redis checks of the doctor', () => {
  it.each([
    [NO_EVICTION, {}, { 'redis memory': 'ok', 'redis rights': 'ok', 'redis replicas': 'ok' }, {}],
    [{}, {}, { 'redis memory': 'fail' }, { 'redis memory': expect.stringMatching(/appendonly yes/) }],
    [EVERY_SECOND, {}, { 'redis memory': 'warn' }, { 'redis memory': 'in Redis: appendfsync always' }],
    [
      NO_EVICTION,
      { REDIS_WAIT_REPLICAS: '1' },
      { 'redis replicas': 'fail' },
      { 'redis replicas': 'REDIS_WAIT_REPLICAS=0' },
    ],
  ])('report for a Redis started with %j and the settings %j: %j', async (options, env, expected, advice) => {
    const redis = await RedisServer.start(options);
    atTheEnd(() => redis.close());
    const { url } = await freebit();

    const { results, hints } = await diagnose({ FREEBIT_BASE_URL: url, REDIS_URL: redis.url, ...env });

    expect(results).toMatchObject(expected);
    expect(hints).toMatchObject(advice);
    expect(await redis.cli('DBSIZE')).toBe(0);
  });

  it('report missing rights, and a server that does not answer', async () => {
    const redis = await RedisServer.start({ appendonly: true });
    atTheEnd(() => redis.close());
    await redis.cli('ACL', 'SETUSER', 'small', 'on', '>pw', '~fbgw:*', '+@all', '-zadd');
    const { url } = await freebit();
    const with_ = (REDIS_URL: string) => diagnose({ FREEBIT_BASE_URL: url, REDIS_URL });

    const small = await with_(redis.url.replace('redis://', 'redis://small:pw@'));
    const nothing = await with_('redis://127.0.0.1:1');

    expect(small.hints['redis rights']).toContain('+zadd');
    expect([nothing.results.redis, nothing.hints.redis]).toEqual(['fail', 'REDIS_URL']);
  });

  it.each([
    ['behind Sentinels', () => RedisSet.start(1)],
    ['as a cluster', () => RedisCluster.start()],
  ])('work with a Redis %s, and report its replicas', async (_, start) => {
    const redis = await start();
    atTheEnd(() => redis.close());
    const { url } = await freebit();
    const waitingFor = (replicas: number) =>
      diagnose({ FREEBIT_BASE_URL: url, REDIS_URL: redis.url, REDIS_WAIT_REPLICAS: `${replicas}` });

    const [one, two] = [await waitingFor(1), await waitingFor(2)];

    expect(one.results).toMatchObject({ redis: 'ok', 'redis rights': 'ok', 'redis replicas': 'ok' });
    expect(two.results['redis replicas']).toBe('fail');
  });
});
