import { decidedLocally } from '../harness/decided-locally';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { GatewayProcess } from '../harness/gateway-process';
import { RedisServer } from '../harness/redis-server';
import { replicaEnvironment } from '../harness/replica-environment';
import { keyOf } from '../harness/test-client';

describe('metrics', () => {
  let freebit: Simulator;
  let redis: RedisServer;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    [freebit, redis] = await Promise.all([startSimulator(), RedisServer.start()]);
    gateway = await GatewayProcess.start({
      env: {
        ...replicaEnvironment(freebit, redis),
        ...{ CLIENT_RATE_PER_SECOND: '100', FREEBIT_RATE_PER_SECOND: '100' },
        ...{ BULK_GUARD_LINES: '100', BULK_GUARD_OTHER_LINES: '100' },
      },
    });
  });
  afterAll(async () => {
    await gateway.kill();
    await Promise.all([freebit.close(), redis.close()]);
  });

  const ask = async (count: number, from: number) => {
    for (let at = from; at < from + count; at++) {
      const { status } = await fetch(`${gateway.url}/sims/0907777${String(at).padStart(4, '0')}`, {
        headers: keyOf(),
      });
      expect(status).toBe(404);
    }
  };

  const decided = () =>
    Promise.all((['rate', 'lines', 'freebit'] as const).map((limit) => decidedLocally(gateway.url, limit)));

  it('show which limits this replica keeps alone, once Redis is down', async () => {
    await ask(5, 0);
    const before = await decided();
    await redis.kill();
    await ask(5, 100);
    const away = await decided();

    // On a busy machine Redis may be late at times.
    expect(Math.max(...before)).toBeLessThan(5);
    expect(away).toEqual(before.map((count) => count + 5));
  });
});
