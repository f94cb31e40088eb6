import { randomUUID } from 'node:crypto';
import { RedisServer } from '../harness/redis-server';
import { storeInTime } from '../harness/slow-is-not-wrong';
import { ADD_QUOTA, REPLAYED, WriteBench } from './write-bench';

describe('the settings of writes', () => {
  it('can make an addition without a reference carry its operation id', async () => {
    const bench = await WriteBench.start({ QUOTA_REFERENCE: 'operation' });
    const line = bench.line();

    const own = await bench.add(line).expect(201);
    await bench.add(line, randomUUID(), { amountMb: 100, reference: 'ticket-1' }).expect(201);

    const sent = bench.freebit.journal.entries({ account: line, path: ADD_QUOTA });
    expect(sent.map(({ body }) => body?.quotaCode)).toEqual([own.body.operationId, 'ticket-1']);
    expect(own.body.reference).toBeNull();
    await bench.gateway.close();
  });

  it('can switch writes off, while replays are still answered', async () => {
    const redis = await RedisServer.start();
    const key = randomUUID();
    const on = await WriteBench.start({ REDIS_URL: redis.url });
    const { freebit } = on;
    const line = on.line();
    const first = await storeInTime(() => on.add(line, key));
    const off = await WriteBench.start({
      ...{ REDIS_URL: redis.url, FREEBIT_BASE_URL: freebit.url, WRITES: 'off' },
    });

    const replayed = await storeInTime(() => off.add(line, key));
    const refused = await storeInTime(() => off.add(line));
    await off.gateway.http.get(`/sims/${line}`).expect(200);

    expect([first.status, replayed.status, refused.status]).toEqual([201, 201, 503]);
    expect(replayed.headers[REPLAYED]).toBe('true');
    expect(replayed.body).toEqual(first.body);
    expect(refused.body).toMatchObject({ code: 'WRITES_DISABLED', outcome: 'not_applied', retryable: true });
    expect(on.sent(line)).toBe(1);
    await off.gateway.close();
    await on.gateway.close();
    await redis.close();
  });
});
