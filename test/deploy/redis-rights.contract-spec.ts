import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { CACHE_ON } from '../harness/caching';
import { GatewayProcess } from '../harness/gateway-process';
import { RedisServer } from '../harness/redis-server';
import { eventually } from '../harness/slow-is-not-wrong';
import { keyOf } from '../harness/test-client';

const PAGE = readFileSync(join(resolve(__dirname, '../..'), 'docs/operators/redis.md'), 'utf8');
/** `ACL SETUSER gateway ...` as on the page, over several lines. */
const [, COMMAND = ''] = /^ {4}(ACL SETUSER gateway .*\n(?: {6}.*\n)+)/m.exec(PAGE) ?? [];
const JSON_BODY = { ...keyOf(), 'Content-Type': 'application/json' };

describe('the rights of the Redis user on the operators’ page', () => {
  let redis: RedisServer;
  let freebit: Simulator;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    redis = await RedisServer.start({ appendonly: true, args: ['--maxmemory-policy', 'noeviction'] });
    const [command = '', ...args] = COMMAND.trim().split(/\s+/);
    await redis.cli(command, ...args);
    freebit = await startSimulator();
    gateway = await GatewayProcess.start({
      env: {
        ...environment(),
        ...{ CLIENT_RATE_PER_SECOND: '50', BULK_GUARD_LINES: '60', FREEBIT_RATE_PER_SECOND: '50' },
        ...CACHE_ON,
      },
    });
  });

  afterAll(async () => {
    await gateway.kill();
    await Promise.all([redis.close(), freebit.close()]);
  });

  it('are enough for reads, writes, operations, limits and readiness', async () => {
    const statuses = [
      await status('/sims/09012345678'),
      await status('/sims/09012345678'),
      await status('/sims/09012345678/traffic'),
      await addQuota('09012345678', 'key-1'),
      await addQuota('09012345678', 'key-1'),
      await addQuota('09000001006', 'key-2'),
      await status('/operations?state=unknown'),
    ];

    const ready = (await (await fetch(`${gateway.url}/health/ready`)).json()) as { status: string };
    await (await fetch(`${gateway.url}/metrics`)).arrayBuffer();

    expect(await redis.cli('ACL', 'LOG')).toEqual([]);
    expect(statuses).toEqual([200, 200, 200, 201, 201, 504, 200]);
    expect(ready.status).toBe('ok');
  });

  it('reach no key outside the prefix', async () => {
    await expect(redis.cli('ACL', 'DRYRUN', 'gateway', 'GET', 'other:key')).resolves.toMatch(
      /no permissions/,
    );
    await expect(redis.cli('ACL', 'DRYRUN', 'gateway', 'FLUSHALL')).resolves.toMatch(/no permissions/);
  });

  it('are enough for confirmation by replicas, even after the scripts were flushed', async () => {
    const replica = await RedisServer.start({ args: ['--replicaof', '127.0.0.1', `${redis.port}`] });
    const confirmed = await GatewayProcess.start({ env: { ...environment(), REDIS_WAIT_REPLICAS: '1' } });
    await eventually(async () => (await addQuota('09012345678', `${Math.random()}`, confirmed)) === 201, 200);
    freebit.faults.slow(1_000, '/master/addSpec/');
    const before = freebit.journal.count('/master/addSpec/');

    const answer = addQuota('09012345678', 'key-3', confirmed);
    await eventually(() => freebit.journal.count('/master/addSpec/') > before);
    await redis.cli('SCRIPT', 'FLUSH');

    expect(await answer).toBe(201);
    expect(await addQuota('09012345678', 'key-3')).toBe(201);
    expect(freebit.journal.count('/master/addSpec/')).toBe(before + 1);
    expect(await redis.cli('ACL', 'LOG')).toEqual([]);
    await confirmed.kill();
    await replica.close();
  });

  it('are named once in the log, and counted, when one is missing', async () => {
    await redis.cli('ACL', 'SETUSER', 'gateway', '-time');

    const statuses = [await addQuota('09012345678', 'key-4'), await addQuota('09012345678', 'key-5')];

    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    await redis.cli('ACL', 'SETUSER', 'gateway', '+time');
    const refusals = gateway.logs.filter(({ store }) => store === 'refusing');
    expect(statuses).toEqual([503, 503]);
    expect(refusals).toMatchObject([{ reason: 'NOPERM', msg: 'Redis refused: NOPERM' }]);
    expect(metrics).toMatch(/^errors_total\{part="store",cause="NOPERM"\} [1-9]/m);
  });

  it('cannot help if the database does not exist: the gateway says so and exits', async () => {
    const lost = await GatewayProcess.launch({ env: { ...environment(), REDIS_URL: `${redis.url}/99` } });

    expect(await lost.exited).toBe(1);
    expect(lost.lines.join('\n')).toContain('REDIS_URL names a database that Redis does not have');
  });

  function environment() {
    return {
      REDIS_URL: redis.url.replace('redis://', 'redis://gateway:PASSWORD@'),
      FREEBIT_BASE_URL: freebit.url,
      FREEBIT_OEM_ID: 'sandbox-oem',
      FREEBIT_OEM_KEY: 'sandbox-oem-key',
    };
  }

  async function status(
    path: string,
    init: RequestInit = { headers: keyOf() },
    at = gateway,
  ): Promise<number> {
    const response = await fetch(`${at.url}${path}`, init);
    await response.arrayBuffer();
    return response.status;
  }

  function addQuota(sim: string, key: string, at = gateway): Promise<number> {
    const headers = { ...JSON_BODY, 'Idempotency-Key': key };
    return status(`/sims/${sim}/quota`, { method: 'POST', headers, body: '{"amountMb":100}' }, at);
  }
});
