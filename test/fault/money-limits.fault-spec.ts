import { randomUUID } from 'node:crypto';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { GatewayProcess } from '../harness/gateway-process';
import { RedisServer } from '../harness/redis-server';
import { replicaEnvironment } from '../harness/replica-environment';
import { keyOf, testClient } from '../harness/test-client';

const LIMIT_MB = 50_000;
const AMOUNT_MB = 100;
const ADDITIONS = 1_000;
const AT_A_TIME = 20;

const caller = testClient('caller', { dailyAmountMb: LIMIT_MB });

describe('1,000 additions of one caller over three replicas that are killed', () => {
  let freebit: Simulator;
  let redis: RedisServer;
  let gateways: GatewayProcess[];

  const launch = () =>
    GatewayProcess.start({
      env: {
        ...replicaEnvironment(freebit, redis),
        LOG_LEVEL: 'fatal',
        EXPECTED_REPLICAS: '3',
        API_CLIENTS: JSON.stringify([caller.entry]),
      },
    });

  beforeAll(async () => {
    [freebit, redis] = await Promise.all([startSimulator(), RedisServer.start({ appendonly: true })]);
    gateways = await Promise.all([launch(), launch(), launch()]);
  });
  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.kill()));
    await Promise.all([freebit.close(), redis.close()]);
  });

  /** The status, or null when the gateway was killed meanwhile. */
  const add = async (turn: number): Promise<number | null> => {
    const line = `0805577${String(turn).padStart(4, '0')}`;
    freebit.lines.seed(line);
    const answer = await fetch(`${gateways[turn % 3]!.url}/sims/${line}/quota`, {
      method: 'POST',
      headers: { ...keyOf(caller), 'Idempotency-Key': randomUUID(), 'Content-Type': 'application/json' },
      body: JSON.stringify({ amountMb: AMOUNT_MB }),
    }).catch(() => null);
    await answer?.arrayBuffer().catch(() => null);
    return answer?.status ?? null;
  };

  it('never exceed the daily limit, and fall short of it only by the writes without an outcome', async () => {
    const answers: (number | null)[] = [];
    for (let turn = 0; turn < ADDITIONS; turn += AT_A_TIME) {
      const crowd = Promise.all(Array.from({ length: AT_A_TIME }, (_, index) => add(turn + index)));
      if (turn % 200 === 100) {
        const victim = (turn / 100) % 3;
        await gateways[victim]!.kill();
        answers.push(...(await crowd));
        gateways[victim] = await launch();
      } else answers.push(...(await crowd));
    }

    const executed = freebit.journal.executions();
    const lost = answers.filter((status) => status === null || status >= 500).length;
    expect(executed * AMOUNT_MB).toBeLessThanOrEqual(LIMIT_MB);
    expect(answers.filter((status) => status === 403).length).toBeGreaterThan(0);
    expect(executed + lost).toBeGreaterThanOrEqual(LIMIT_MB / AMOUNT_MB);
    const me = await fetch(`${gateways[0]!.url}/me`, { headers: keyOf(caller) });
    expect(await me.json()).toMatchObject({
      limits: { dailyAmountMb: { limitMb: LIMIT_MB, remainingMb: 0 } },
    });
  });
});
