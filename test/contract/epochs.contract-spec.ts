import { randomUUID } from 'node:crypto';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import type { Environment } from '../../src/config/environment';
import { REPLAYED, WriteBench } from '../e2e/write-bench';
import { uuidv7 } from '../fault/write-bench';
import { freePort } from '../harness/free-port';
import { RedisServer } from '../harness/redis-server';
import { eventually } from '../harness/slow-is-not-wrong';
import { TcpProxy } from '../harness/tcp-proxy';

const HOUR_MS = 3_600_000;

describe('the memory of writes in Redis', () => {
  let redis: RedisServer;
  let freebit: Simulator;
  const closers: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    [redis, freebit] = await Promise.all([RedisServer.start({ appendonly: true }), startSimulator()]);
  });

  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    await Promise.all([redis.close(), freebit.close()]);
  });

  async function start(environment: Environment = {}): Promise<WriteBench> {
    const bench = await WriteBench.start({ REDIS_URL: redis.url, ...environment });
    closers.push(() => bench.gateway.close());
    return bench;
  }

  /** The names of the records with this part in their names. */
  async function records(beginning: string): Promise<string[]> {
    return (await redis.cli('KEYS', `fbgw:*${beginning}*`)) as string[];
  }

  async function texts(): Promise<unknown[]> {
    const names = (await records('')).sort();
    const kept = names.filter((name) => /}(op|line|key|epoch|meeting)/.test(name));
    return Promise.all(kept.map(async (name) => [name, await redis.cli('GET', name)]));
  }

  it('accepts the first key if the gateway was up before Redis', async () => {
    const port = await freePort();
    const bench = await start({ REDIS_URL: `redis://127.0.0.1:${port}` });
    await bench.add(bench.line(), uuidv7()).expect(503);
    const late = await RedisServer.start({ port, appendonly: true });
    closers.push(() => late.close());
    const [line, key] = [bench.line(), uuidv7()];

    await eventually(async () => (await bench.add(line, key)).status !== 503);

    await bench.add(line, key).expect(201);
    expect(bench.sent(line)).toBe(1);
  });

  it('refuses a key that is older than stored answers can be, and names the limit', async () => {
    const bench = await start({ IDEMPOTENCY_TTL_SECONDS: '3600' });
    const line = bench.line();

    const { body } = await bench.add(line, uuidv7(Date.now() - 2 * HOUR_MS)).expect(409);

    expect(body).toMatchObject({ code: 'IDEMPOTENCY_KEY_EXPIRED', outcome: 'unknown' });
    expect(body.detail).toContain('3600 seconds');
    expect(bench.sent(line)).toBe(0);
  });

  it('refuses a key from a clock that is nine hours ahead, and says by how much', async () => {
    const bench = await start();
    const line = bench.line();

    const { body } = await bench.add(line, uuidv7(Date.now() + 9 * HOUR_MS)).expect(400);

    expect(body).toMatchObject({ code: 'IDEMPOTENCY_KEY_INVALID', outcome: 'not_applied' });
    expect(body.errors[0].message).toMatch(/, 32(39|40)\d seconds after the server's time/);
    expect(bench.sent(line)).toBe(0);
  });

  it('is separate for each contract: neither knows the keys and lines of the other', async () => {
    const staging = await start({ STORE_SECRET: 'one-secret-of-both-contracts-long-enough' });
    const production = await start({
      STORE_SECRET: 'one-secret-of-both-contracts-long-enough',
      FREEBIT_BASE_URL: staging.freebit.url,
      FREEBIT_OEM_ID: 'other-oem',
    });
    const [line, key] = [staging.line(), randomUUID()];
    const { body } = await staging.add(line, key).expect(201);

    const other = await production.add(line, key);

    expect(other.headers[REPLAYED]).toBeUndefined();
    expect(other.body.operationId).not.toBe(body.operationId);
    await production.operation(body.operationId).expect(404);
  });

  it('blocks an equal write with another key, and names the write of unknown outcome', async () => {
    const bench = await start({ WRITE_DEADLINE_MS: '600' });
    bench.freebit.faults.slow(4_000, '/master/addSpec/');
    const [line, key] = [bench.line(), randomUUID()];
    const first = await bench.add(line, key).expect(504);
    const fresh = randomUUID();

    const meanwhile = await bench.add(line, fresh).expect(409);
    await eventually(async () => (await bench.add(line, key)).status === 201);

    expect(meanwhile.body).toMatchObject({
      code: 'PREVIOUS_OUTCOME_UNKNOWN',
      operationId: first.body.operationId,
    });
    expect(bench.sent(line)).toBe(1);
    expect((await bench.add(line, key)).headers[REPLAYED]).toBe('true');
  });

  it('frees a reservation that was made but whose reply was lost', async () => {
    const proxy = await TcpProxy.start(redis.port);
    closers.push(() => proxy.close());
    const bench = await start({ REDIS_URL: `redis://127.0.0.1:${proxy.port}` });
    await bench.add(bench.line()).expect(201);
    const [line, key] = [bench.line(), randomUUID()];
    const before = (await records('}op:')).length;
    proxy.dropReplies();

    await bench.add(line, key).expect(503);
    const made = (await records('}op:')).length;
    await proxy.heal();
    proxy.reset();

    expect(made).toBe(before + 1);
    await eventually(async () => (await bench.add(line, key)).status === 201, 100);
    expect(bench.sent(line)).toBe(1);
  });

  it.each(['}op:', '}line:', '}key:'])(
    'is not changed by a gateway that meets a newer form of a record (%s)',
    async (beginning) => {
      const bench = await start({ WRITE_DEADLINE_MS: '1000' });
      const [line, key] = [bench.line(), randomUUID()];
      await bench.add(line, key).expect(201);
      const [name = ''] = await records(beginning);
      const newer = String(await redis.cli('GET', name)).replace('"v":1', '"v":2');
      await redis.cli('SET', name, newer);
      const before = await texts();

      // A line is read only for a new write; the other two belong to the key.
      const again = beginning === '}line:' ? randomUUID() : key;
      const body = beginning === '}key:' ? bench.line() : line;
      const answer = await bench.add(body, again, { amountMb: 7 });

      expect([answer.status, answer.body.code]).toEqual([503, 'IDEMPOTENCY_STORE_UNAVAILABLE']);
      expect(await redis.cli('GET', name)).toBe(newer);
      expect(await texts()).toEqual(expect.arrayContaining(before));
      expect(bench.sent(line)).toBe(1);
    },
  );
});
