import { randomUUID } from 'node:crypto';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { CACHE_ON } from '../harness/caching';
import { GatewayProcess } from '../harness/gateway-process';
import { RedisServer } from '../harness/redis-server';
import { keyOf } from '../harness/test-client';
import { RoundTripMeter } from './round-trip-meter';

/** The defaults, but with limits that the test never reaches. */
const LIMITS = {
  CLIENT_RATE_PER_SECOND: '50',
  BULK_GUARD_LINES: '1000',
  BULK_GUARD_OTHER_LINES: '1000',
  FREEBIT_RATE_PER_SECOND: '50',
};
const TIMES = 4;

describe.each([0, 1])('round trips to Redis that a request waits for, with %i replicas', (replicas) => {
  let redis: RedisServer;
  let replica: RedisServer | undefined;
  let meter: RoundTripMeter;
  let freebit: Simulator;
  let gateway: GatewayProcess;
  let lines = 0;

  beforeAll(async () => {
    [redis, freebit] = await Promise.all([RedisServer.start({ appendonly: true }), startSimulator()]);
    if (replicas > 0)
      replica = await RedisServer.start({ args: ['--replicaof', '127.0.0.1', `${redis.port}`] });
    meter = await RoundTripMeter.start(redis.port);
    gateway = await GatewayProcess.start({
      env: {
        FREEBIT_BASE_URL: freebit.url,
        FREEBIT_OEM_ID: 'sandbox-oem',
        FREEBIT_OEM_KEY: 'sandbox-oem-key',
        REDIS_URL: meter.url,
        REDIS_WAIT_REPLICAS: `${replicas}`,
        LOG_LEVEL: 'warn',
        ...LIMITS,
        ...CACHE_ON,
      },
    });
    // Logs in, loads the scripts and opens the connections before anything is counted.
    const known = line();
    await until(201, () => write(known));
    await until(200, () => read(known));
  }, 120_000);

  afterAll(async () => {
    await gateway.kill();
    await meter.close();
    await Promise.all([redis.close(), replica?.close(), freebit.close()]);
  });

  it('are one for a cached read', async () => {
    const known = line();
    await until(200, () => read(known));

    expect(await counted('cached read', () => read(known))).toBe(1);
  });

  it('are two for a read that calls Freebit', async () => {
    expect(await counted('read through to Freebit', () => read(line()))).toBe(2);
  });

  it('are three for a write: begin, sent and done', async () => {
    expect(await counted('write', () => write(line()))).toBe(3);
  });

  it('are one for a replay', async () => {
    const [known, key] = [line(), randomUUID()];
    await until(201, () => write(known, key));

    expect(await counted('replay', () => write(known, key))).toBe(1);
  });

  async function counted(what: string, act: () => Promise<number>): Promise<number> {
    const { awaited, commands } = await meter.least(TIMES, async () => {
      const status = await act();
      if (status >= 300) throw new Error(`answered ${status}`);
    });
    process.stdout.write(`${JSON.stringify({ what, replicas, awaited, commands })}\n`);
    return awaited;
  }

  function line(): string {
    const msisdn = `0808888${String(++lines).padStart(4, '0')}`;
    freebit.lines.seed(msisdn);
    return msisdn;
  }

  async function read(msisdn: string): Promise<number> {
    return status(await fetch(`${gateway.url}/sims/${msisdn}`, { headers: keyOf() }));
  }

  async function write(msisdn: string, key: string = randomUUID()): Promise<number> {
    const headers = { ...keyOf(), 'Content-Type': 'application/json', 'Idempotency-Key': key };
    const body = '{"amountMb":100}';
    return status(await fetch(`${gateway.url}/sims/${msisdn}/quota`, { method: 'POST', headers, body }));
  }

  async function status(response: Response): Promise<number> {
    await response.arrayBuffer();
    return response.status;
  }

  async function until(wanted: number, act: () => Promise<number>): Promise<void> {
    while ((await act()) !== wanted) await new Promise((resolve) => setTimeout(resolve, 100));
  }
});
