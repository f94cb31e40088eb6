import { setTimeout as pause } from 'node:timers/promises';
import { startSimulator } from '../../simulator/simulator';
import { Gateway } from '../harness/gateway';
import { TcpProxy } from '../harness/tcp-proxy';
import { keyOf } from '../harness/test-client';

// Holds to the clock, and other tests have the same two cores: what is late once is asked again, and told.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

const SECONDS = Number(process.env.OUTAGE_SECONDS ?? 2);

const percentile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;

describe.each(['refuses connections', 'swallows everything'] as const)('while Freebit %s', (how) => {
  it('reads are refused at once, and all is well soon after it is back', async () => {
    const freebit = await startSimulator();
    const proxy = await TcpProxy.start(freebit.port);
    const gateway = await Gateway.start({
      FREEBIT_BASE_URL: `http://127.0.0.1:${proxy.port}/emptool/api`,
      FREEBIT_MAX_CONCURRENCY: '8',
      FREEBIT_MAX_QUEUE: '32',
      FREEBIT_RETRY_PERCENT: '10',
      FREEBIT_BREAKER_OPEN_MS: '3000',
      FREEBIT_READ_TIMEOUT_MS: '1000',
    });
    // Reads of one line share a call, so there are many.
    const lines = Array.from({ length: 100 }, (_, index) => `0807777${String(index).padStart(4, '0')}`);
    for (const line of lines) freebit.lines.seed(line);
    let next = 0;
    const read = async () => {
      const line = lines[next++ % lines.length]!;
      const startedMs = performance.now();
      const { status } = await fetch(`${gateway.url}/sims/${line}`, { headers: keyOf() });
      return { status, ms: performance.now() - startedMs };
    };
    expect((await read()).status).toBe(200);
    const answers: { status: number; ms: number }[] = [];
    const load = { on: true };
    const asked: Promise<unknown>[] = [];
    const open = async () => {
      while (load.on) {
        asked.push(read().then((answer) => answers.push(answer)));
        await pause(10);
      }
    };
    const loading = open();

    if (how === 'refuses connections') await proxy.sever();
    else proxy.blackHole();
    await pause(2_500);
    const opened = answers.length;
    await pause(SECONDS * 1000);
    const while503 = answers.slice(opened).filter(({ status }) => status === 503);
    const dead = answers.length - opened;
    await proxy.heal();
    const healedMs = performance.now();
    while ((await read()).status !== 200) await pause(20);
    const recoveredMs = performance.now() - healedMs;
    await pause(500);
    const before = answers.length;
    await pause(1_000);
    load.on = false;
    await loading;
    // A connection that is busy when the gateway closes would be kept for a minute.
    await Promise.all(asked);

    expect(while503.length).toBeGreaterThan(dead * 0.8);
    expect(
      percentile(
        while503.map(({ ms }) => ms),
        0.5,
      ),
    ).toBeLessThan(50);
    expect(recoveredMs).toBeLessThan(12_000);
    expect(new Set(answers.slice(before).map(({ status }) => status))).toEqual(new Set([200]));
    if (process.env.OUTAGE_REPORT)
      process.stdout.write(
        `${how}: ${while503.length} of ${dead} refused, p50 ${percentile(
          while503.map(({ ms }) => ms),
          0.5,
        ).toFixed(1)} ms, ` +
          `p95 ${percentile(
            while503.map(({ ms }) => ms),
            0.95,
          ).toFixed(1)} ms; well ${Math.round(recoveredMs)} ms after its return\n`,
      );
    await gateway.close();
    await Promise.all([proxy.close(), freebit.close()]);
  }, 60_000);
});
