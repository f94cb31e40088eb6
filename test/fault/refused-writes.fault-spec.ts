import { randomUUID } from 'node:crypto';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { GatewayProcess } from '../harness/gateway-process';
import { RedisServer } from '../harness/redis-server';
import { replicaEnvironment } from '../harness/replica-environment';
import { eventually } from '../harness/slow-is-not-wrong';
import { keyOf, testClient, type TestClient } from '../harness/test-client';

const limited = testClient('limited', { otherLines: 1 });
const free = testClient('free');
const [FIRST, SECOND] = ['08055550001', '08055550002'];

describe('a write that the limits of its caller refuse while its records are read', () => {
  let freebit: Simulator;
  let redis: RedisServer;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    [freebit, redis] = await Promise.all([startSimulator(), RedisServer.start()]);
    for (const line of [FIRST, SECOND]) freebit.lines.seed(line);
    gateway = await GatewayProcess.start({
      env: {
        ...replicaEnvironment(freebit, redis),
        LOG_LEVEL: 'fatal',
        API_CLIENTS: JSON.stringify([limited.entry, free.entry]),
      },
    });
    await eventually(async () => (await add(FIRST, limited)).status === 201, 100);
  });
  afterAll(async () => {
    await gateway.kill();
    await Promise.all([freebit.close(), redis.close()]);
  });

  const add = (line: string, by: TestClient, body = '{"amountMb":100}', key: string = randomUUID()) =>
    fetch(`${gateway.url}/sims/${line}/quota`, {
      method: 'POST',
      headers: { ...keyOf(by), 'Content-Type': 'application/json', 'Idempotency-Key': key },
      body,
    });

  it('is not sent, and frees its key and line', async () => {
    const key = randomUUID();

    const refused = await add(SECOND, limited, undefined, key);
    const allowed = await add(SECOND, free);

    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ code: 'BULK_QUERY_BLOCKED' });
    expect(allowed.status).toBe(201);
    expect(freebit.journal.executions(SECOND)).toBe(1);
    const again = await add(SECOND, limited, '{"amountMb":200}', key);
    expect(await again.json()).toMatchObject({ code: 'BULK_QUERY_BLOCKED' });
  });

  it('carries the limit headers even when its body is refused first', async () => {
    const invalid = await add(FIRST, limited, '{"amountMb":0}');

    expect(invalid.status).toBe(400);
    expect(invalid.headers.get('RateLimit')).toContain('"lines";r=0');
  });
});
