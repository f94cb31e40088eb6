import { setTimeout as pause } from 'node:timers/promises';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { Gateway } from '../harness/gateway';
import { eventually, promisedMs } from '../harness/slow-is-not-wrong';
import { TcpProxy } from '../harness/tcp-proxy';
import { keyOf } from '../harness/test-client';

const { OUTAGE_SECONDS = '2', FIGURES } = process.env;
const EVERY_MS = 10;
const OPEN_MS = 3_000;

interface Answer {
  readonly status: number;
  readonly ms: number;
}

const quantile = (answers: readonly Answer[], share: number) =>
  answers.map(({ ms }) => ms).toSorted((a, b) => a - b)[Math.floor(answers.length * share)] ?? NaN;

describe.each(['refuses connections', 'swallows everything'] as const)('while Freebit %s,', (how) => {
  let freebit: Simulator;
  let proxy: TcpProxy;
  let gateway: Gateway;
  beforeAll(async () => {
    freebit = await startSimulator();
    proxy = await TcpProxy.start(freebit.port);
    gateway = await Gateway.start(
      {
        FREEBIT_BASE_URL: `http://127.0.0.1:${proxy.port}/emptool/api`,
        FREEBIT_MAX_CONCURRENCY: '8',
        FREEBIT_MAX_QUEUE: '32',
        FREEBIT_BREAKER_OPEN_MS: `${OPEN_MS}`,
        FREEBIT_READ_TIMEOUT_MS: '1000',
      },
      undefined,
      { retryPercent: 10 },
    );
    for (const line of lines) freebit.lines.seed(line);
  });
  afterAll(async () => {
    await gateway.close();
    await Promise.all([proxy.close(), freebit.close()]);
  });

  // Many lines, because reads of one line share a call.
  const lines = Array.from({ length: 100 }, (_, index) => `0807777${String(index).padStart(4, '0')}`);
  let next = 0;
  const read = async (): Promise<Answer> => {
    const startedMs = performance.now();
    const { status } = await fetch(`${gateway.url}/sims/${lines[next++ % lines.length]}`, {
      headers: keyOf(),
    });
    return { status, ms: performance.now() - startedMs };
  };
  const metric = async (pattern: RegExp) => {
    const { text } = await gateway.http.get('/metrics');
    return [...text.matchAll(pattern)].reduce((sum, [, value]) => sum + Number(value), 0);
  };
  const calls = () => metric(/^freebit_calls_total\{document="PA03-02".*\} (\d+)$/gm);

  it('reads are refused at once, and everything works soon after Freebit is back', async () => {
    expect((await read()).status).toBe(200);
    if (how === 'refuses connections') await proxy.sever();
    else proxy.blackHole();
    await Promise.all(Array.from({ length: 8 }, read));
    await eventually(async () => (await metric(/^freebit_breaker_state (\d)$/gm)) === 2);
    const callsBefore = await calls();
    expect(callsBefore).toBeGreaterThan(0);

    const startedMs = performance.now();
    const asked: Promise<Answer>[] = [];
    while (performance.now() < startedMs + Number(OUTAGE_SECONDS) * 1_000) {
      asked.push(read());
      await pause(EVERY_MS);
    }
    const refused = await Promise.all(asked);
    const seconds = (performance.now() - startedMs) / 1_000;
    const callsMeanwhile = (await calls()) - callsBefore;
    await proxy.heal();
    const healedMs = performance.now();
    await eventually(async () => (await read()).status === 200);
    const recoveredMs = performance.now() - healedMs;
    const afterwards = [];
    while (afterwards.length < lines.length) afterwards.push((await read()).status);

    // Whenever the breaker half-opens, one read probes Freebit, and may be retried once.
    expect(callsMeanwhile).toBeLessThanOrEqual(2 * (1 + (seconds * 1_000) / OPEN_MS));
    expect(refused.length).toBeGreaterThan(5 * callsMeanwhile);
    expect(refused.filter(({ status }) => status === 503).length).toBeGreaterThan(0.8 * refused.length);
    expect(quantile(refused, 0.5)).toBeLessThan(promisedMs(50, 500));
    expect(recoveredMs).toBeLessThan(promisedMs(12_000, 30_000));
    expect(new Set(afterwards)).toEqual(new Set([200]));
    if (FIGURES)
      process.stdout.write(
        `${how}: ${callsMeanwhile} calls for ${refused.length} reads, p50 ${quantile(refused, 0.5).toFixed(1)} ms, ` +
          `p95 ${quantile(refused, 0.95).toFixed(1)} ms; well ${Math.round(recoveredMs)} ms after its return\n`,
      );
  });
});
