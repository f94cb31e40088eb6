import { randomUUID } from 'node:crypto';
import { freePort } from '../harness/free-port';
import { ADD_QUOTA, begun, WriteBench } from './write-bench';

describe('the decisions about writes', () => {
  let bench: WriteBench;
  let before: Record<string, number>;

  /** How often each decision was taken. */
  async function counted(): Promise<Record<string, number>> {
    const { text } = await bench.gateway.http.get('/metrics').expect(200);
    const lines = text.matchAll(/^idempotency_decisions_total\{decision="(\w+)"\} (\d+)$/gm);
    return Object.fromEntries([...lines].map(([, decision = '', count]) => [decision, Number(count)]));
  }

  /** What has been counted since `before`. */
  async function since(): Promise<Record<string, number>> {
    const grown = Object.entries(await counted()).map(([name, count]) => [name, count - (before[name] ?? 0)]);
    return Object.fromEntries(grown.filter(([, count]) => count !== 0)) as Record<string, number>;
  }

  beforeAll(async () => {
    bench = await WriteBench.start();
  });
  beforeEach(async () => {
    bench.freebit.faults.clear();
    before = await counted();
  });
  afterAll(() => bench.gateway.close());

  it('are counted when a write is executed or replayed, or its key is reused for other content', async () => {
    const [line, key] = [bench.line(), randomUUID()];

    await bench.add(line, key).expect(201);
    await bench.add(line, key).expect(201);
    await bench.add(line, key, { amountMb: 1 }).expect(422);

    expect(await since()).toEqual({ executed: 1, replayed: 1, reused: 1 });
  });

  it('are counted when the key or the line is in use', async () => {
    const [line, key] = [bench.line(), randomUUID()];
    bench.freebit.faults.slow(5_000, ADD_QUOTA);
    const first = begun(bench.add(line, key));
    await bench.arrival(line);

    await bench.add(line, key).expect(409);
    await bench.add(line, randomUUID(), { amountMb: 7 }).expect(409);
    await first;

    expect(await since()).toEqual({ executed: 1, in_use: 1, account_busy: 1 });
  });

  it('are counted when an equal write has an unknown outcome, and when an unknown one is replayed', async () => {
    const [line, key] = [bench.line(), randomUUID()];
    bench.freebit.faults.hangUp(ADD_QUOTA);

    await bench.add(line, key).expect(504);
    await bench.add(line, key).expect(504);
    await bench.add(line, randomUUID()).expect(409);

    expect(await since()).toEqual({ executed: 1, replayed: 1, previous_unknown: 1 });
  });

  it('are counted when the key is older than the memory of the store', async () => {
    await bench.add(bench.line(), '01890000-0000-7000-8000-000000000000').expect(409);

    expect(await since()).toEqual({ forgotten: 1 });
  });

  it('are not counted without a key', async () => {
    await bench.gateway.http.post(`/sims/${bench.line()}/quota`).send({ amountMb: 100 }).expect(400);

    expect(await since()).toEqual({});
  });

  it('are counted when the store does not answer', async () => {
    const withStore = bench;
    const nowhere = `redis://127.0.0.1:${await freePort()}`;
    bench = await WriteBench.start({ REDIS_URL: nowhere, WRITE_DEADLINE_MS: '100' });
    before = {};

    await bench.add(bench.line()).expect(503);

    expect(await since()).toEqual({ store_unavailable: 1 });
    await bench.gateway.close();
    bench = withStore;
  });
});
