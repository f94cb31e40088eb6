import { randomUUID } from 'node:crypto';
import type { GatewayProcess } from '../harness/gateway-process';
import { sampleOf } from '../harness/metric-sample';
import { keyOf } from '../harness/test-client';
import { ADD_QUOTA, WriteBench } from './write-bench';

/** A count from the store is reused for five seconds. */
const LOOKED_AGAIN_WITHIN_MS = 60_000;
const POLL_MS = 250;

describe('the number of open unknown operations', () => {
  let bench: WriteBench;

  beforeEach(async () => {
    bench = await WriteBench.start(2);
  });
  afterEach(() => bench.close());

  const scrape = async (at: GatewayProcess): Promise<string> => {
    const response = await fetch(`${at.url}/metrics`);
    expect(response.status).toBe(200);
    return response.text();
  };
  const openAt = async (at: GatewayProcess) => sampleOf(await scrape(at), 'unknown_operations_open');

  /** Resolves once every replica shows this number. */
  const everywhere = async (expected: number | undefined): Promise<void> => {
    const giveUpAt = performance.now() + LOOKED_AGAIN_WITHIN_MS;
    for (;;) {
      const all = await Promise.all(bench.fleet.gateways.map(openAt));
      if (all.every((open) => open === expected)) return;
      if (performance.now() > giveUpAt) expect(all).toEqual(all.map(() => expected));
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };

  const leaveUnknown = async (): Promise<string> => {
    bench.freebit.faults.dropAfterApplying(ADD_QUOTA);
    const { status, body } = await bench.add(bench.line(), randomUUID());
    expect(status).toBe(504);
    return body.operationId!;
  };

  const resolve = (operationId: string, at: GatewayProcess) =>
    fetch(`${at.url}/operations/${operationId}/resolution`, {
      method: 'POST',
      headers: { ...keyOf(), 'Content-Type': 'application/json' },
      body: JSON.stringify({ outcome: 'applied', attempt: 1, note: 'seen at Freebit' }),
    });

  it('is the same at all replicas, grows with a write and falls when a person resolves one', async () => {
    await everywhere(0);
    const [first] = [await leaveUnknown(), await leaveUnknown()];
    await everywhere(2);
    const metrics = await scrape(bench.fleet.at(1));
    expect(sampleOf(metrics, 'unknown_operations_oldest_seconds')).toBeGreaterThan(0);

    expect((await resolve(first, bench.fleet.at(1))).status).toBe(200);

    await everywhere(1);
  }, 240_000);

  it.each(['frozen', 'down'])(
    'is missing while Redis is %s, and returns with it',
    async (how) => {
      await leaveUnknown();
      await everywhere(1);

      if (how === 'frozen') bench.redis.freeze();
      else await bench.redis.kill();
      await everywhere(undefined);
      const away = await scrape(bench.fleet.at(0));

      expect(sampleOf(away, 'unknown_operations_oldest_seconds')).toBeUndefined();
      expect(away).toContain('# TYPE unknown_operations_open gauge');
      expect(sampleOf(away, 'writes_total\\{type="quota_addition",outcome="unknown"\\}')).toBe(1);
      if (how === 'frozen') bench.redis.thaw();
      else await bench.redis.restart();
      await everywhere(1);
    },
    240_000,
  );
});
