import { randomUUID } from 'node:crypto';
import { CACHE_ON } from '../harness/caching';
import { keyOf } from '../harness/test-client';
import { ADD_QUOTA, WriteBench } from './write-bench';

describe('when the OEM key is changed', () => {
  const NEW_KEY = 'sandbox-oem-key-2';
  let bench: WriteBench;
  let line: string;
  const key = randomUUID();
  let done: string;
  let unknown: string;

  beforeAll(async () => {
    bench = await WriteBench.start(1);
    [line, done] = [bench.line(), bench.line()];
    expect((await bench.add(done, key)).status).toBe(201);
    bench.freebit.faults.hangUp(ADD_QUOTA);
    const { body } = await bench.add(line, randomUUID());
    expect(body.outcome).toBe('unknown');
    unknown = body.operationId ?? '';
    bench.freebit.auth.set({ oemKey: NEW_KEY });
    bench.freebit.auth.expireAll();
  });
  afterAll(() => bench.close());

  it('a gateway that cannot find the records of the others writes nothing, and says why', async () => {
    const gateway = await bench.another({ env: { FREEBIT_OEM_KEY: NEW_KEY } });

    const keyed = await bench.addOnce(line, randomUUID(), { at: gateway });
    const elsewhere = await bench.addOnce(bench.line(), randomUUID(), { at: gateway });
    const ready = await fetch(`${gateway.url}/health/ready`);

    for (const { status, body } of [keyed, elsewhere])
      expect([status, body.code]).toEqual([503, 'IDEMPOTENCY_STORE_UNAVAILABLE']);
    expect(await ready.json()).toMatchObject({ status: 'unready' });
    expect(gateway.logs).toContainEqual(
      expect.objectContaining({
        level: 'error',
        store: 'foreign',
        msg: expect.stringContaining('STORE_SECRET'),
      }),
    );
    expect(bench.freebit.journal.executions(line)).toBe(0);
    await gateway.stop();
  });

  it('a gateway that cannot read the answer to be replayed does not resolve the write', async () => {
    const gateway = await bench.another({ env: { FREEBIT_OEM_KEY: NEW_KEY } });

    const answer = await fetch(`${gateway.url}/operations/${unknown}/resolution`, {
      method: 'POST',
      headers: { ...keyOf(), 'Content-Type': 'application/json' },
      body: JSON.stringify({ outcome: 'applied', attempt: 1, note: 'seen at Freebit' }),
    });

    expect(await answer.json()).toMatchObject({ status: 503, code: 'IDEMPOTENCY_STORE_UNAVAILABLE' });
    expect(await bench.unknowns()).toBe(1);
    await gateway.stop();
  });

  it('a gateway with the new key serves no read from before a write of another gateway', async () => {
    const read = bench.line();
    const gateway = await bench.another({ env: { ...CACHE_ON, FREEBIT_OEM_KEY: NEW_KEY } });
    const earlier = { FREEBIT_OEM_KEY: NEW_KEY, STORE_SECRET: 'sandbox-oem-key' };
    const writer = await bench.another({ env: { ...CACHE_ON, ...earlier } });
    const before = await bench.quota(read, gateway);
    expect((await bench.add(read, randomUUID(), { at: writer })).status).toBe(201);

    const [there, here] = [await bench.quota(read, gateway), await bench.quota(read, writer)];

    expect([there, here]).toEqual([before + 100, before + 100]);
    await Promise.all([gateway.stop(), writer.stop()]);
  });

  it('a gateway with the old key as STORE_SECRET still knows the earlier writes', async () => {
    const env = { FREEBIT_OEM_KEY: NEW_KEY, STORE_SECRET: 'sandbox-oem-key' };
    const gateway = await bench.another({ env });

    const equal = await bench.add(line, randomUUID(), { at: gateway });
    const again = await bench.add(done, key, { at: gateway });

    expect(again).toMatchObject({ status: 201, replayed: true });
    expect([equal.status, equal.body.code]).toEqual([409, 'PREVIOUS_OUTCOME_UNKNOWN']);
    await gateway.stop();
  });
});

it('a write that has ended is not reported as unknown when its stored answer is damaged', async () => {
  const bench = await WriteBench.start(1);
  const [line, key] = [bench.line(), randomUUID()];
  const { body } = await bench.add(line, key);
  const [name = ''] = await bench.keys(`op:${body.operationId}`);
  const record = JSON.parse(String(await bench.redis.cli('GET', name))) as object;
  await bench.redis.cli('SET', name, JSON.stringify({ ...record, answer: 'damaged' }));

  const again = await bench.addOnce(line, key);

  expect(again).toMatchObject({ status: 503, body: { code: 'IDEMPOTENCY_STORE_UNAVAILABLE' } });
  expect(bench.freebit.journal.executions(line)).toBe(1);
  await bench.close();
});

it('one damaged record does not hide the writes of unknown outcome', async () => {
  const bench = await WriteBench.start(1);
  bench.freebit.faults.hangUp(ADD_QUOTA);
  await bench.add(bench.line(), randomUUID());
  const [unknown = ''] = await bench.keys('op:');
  await bench.redis.cli('SET', unknown.replace(/op:.*/, 'op:damaged'), 'garbage');

  expect(await bench.unknowns()).toBe(1);
  await bench.close();
});
