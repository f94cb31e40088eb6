import { resolve } from 'node:path';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { freePort } from '../harness/free-port';
import { GatewayProcess } from '../harness/gateway-process';
import { keyOf } from '../harness/test-client';
import { TraceCollector } from '../harness/trace-collector';

const SIM = '09012345678';
/** Shutdown waits three seconds for a collector; ten times that is no bound that a busy machine would meet by chance. */
const ENDS_WITHIN_MS = 30_000;

describe('requests are served, and the gateway ends,', () => {
  let freebit: Simulator;
  let gateway: GatewayProcess | undefined;

  beforeEach(async () => {
    freebit = await startSimulator();
  });
  afterEach(async () => {
    await gateway?.kill();
    await freebit.close();
  });

  const start = async (endpoint: string | undefined, entry?: string) => {
    gateway = await GatewayProcess.start({
      entry,
      env: {
        FREEBIT_BASE_URL: freebit.url,
        FREEBIT_OEM_ID: 'sandbox-oem',
        FREEBIT_OEM_KEY: 'sandbox-oem-key',
        SHUTDOWN_DRAIN_SECONDS: '0',
        ...(endpoint !== undefined && { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }),
      },
    });
    return gateway;
  };
  const ask = async ({ url }: GatewayProcess) => {
    const answer = await fetch(`${url}/sims/${SIM}`, { headers: keyOf() });
    await answer.arrayBuffer();
    return answer.status;
  };
  /** For more than two rounds of spans. */
  const askForAWhile = async (of: GatewayProcess) => {
    const statuses = new Set<number>();
    const endsAt = performance.now() + 2_500;
    while (performance.now() < endsAt) {
      statuses.add(await ask(of));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return [...statuses];
  };
  const ends = async (of: GatewayProcess) => {
    const startedAt = performance.now();
    const code = await of.stop();
    return { code, soon: performance.now() - startedAt < ENDS_WITHIN_MS };
  };
  const complaints = (of: GatewayProcess) =>
    of.logs.filter(({ msg }) => String(msg).includes('collector')).map(({ level, msg }) => [level, msg]);
  const DROPPED = ['warn', 'traces do not reach the collector and are dropped'];

  it('while there is no collector, which the log says once', async () => {
    const of = await start(`http://127.0.0.1:${await freePort()}`);
    await askForAWhile(of);
    await of.line(/traces do not reach the collector/);

    expect(await askForAWhile(of)).toEqual([200]);

    expect(await ends(of)).toEqual({ code: 0, soon: true });
    expect(complaints(of)).toEqual([DROPPED]);
  }, 90_000);

  it('while the collector takes everything and says nothing', async () => {
    const collector = await TraceCollector.start();
    collector.isSilent = true;
    const of = await start(collector.url);

    expect(await askForAWhile(of)).toEqual([200]);

    expect(collector.spans.length).toBeGreaterThan(0);
    expect(await ends(of)).toEqual({ code: 0, soon: true });
    await collector.close();
  }, 90_000);

  it('while the collector refuses, and tell the next spans once it does not', async () => {
    const collector = await TraceCollector.start();
    collector.status = 400;
    const of = await start(collector.url);
    await ask(of);
    await of.line(/traces do not reach the collector/);
    collector.status = 200;
    collector.forget();

    await ask(of);
    await of.line(/traces reach the collector again/);

    expect(collector.spans.map(({ name }) => name)).toContain('GET /sims/{msisdn}');
    expect(complaints(of)).toEqual([DROPPED, ['info', 'traces reach the collector again']]);
    expect(of.logs.find(({ msg }) => String(msg).includes('do not reach'))).toMatchObject({ reason: '400' });
    expect(await ends(of)).toEqual({ code: 0, soon: true });
    await collector.close();
  }, 90_000);

  it.each([
    ['without an endpoint, with nothing of the library loaded', undefined, []],
    // So that the test above would notice.
    ['with one, with it loaded', 'http://127.0.0.1:9', ['exporter-trace-otlp-http', 'sdk-trace']],
  ])('%s', async (_, endpoint, packages) => {
    const of = await start(endpoint, resolve(__dirname, 'gateway-that-tells-its-packages.cjs'));
    await ask(of);
    of.signal('SIGUSR2');
    const line = await of.line(/^packages: /);

    const found = line.split(/[ ,]+/).slice(1);

    // The library of the metrics brings the interface, which does nothing.
    const loaded = found.filter((name) => name !== 'api');
    if (packages.length === 0) expect(loaded).toEqual([]);
    else expect(loaded).toEqual(expect.arrayContaining(packages));
  });
});
