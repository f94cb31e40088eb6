import { resolve } from 'node:path';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { freePort } from '../harness/free-port';
import { GatewayProcess } from '../harness/gateway-process';
import { keyOf } from '../harness/test-client';
import { TraceCollector } from '../harness/trace-collector';

const SIM = '09012345678';
/** Shutdown waits three seconds for a collector; ten times that allows for a busy machine. */
const ENDS_WITHIN_MS = 30_000;

describe('requests are served, and the gateway stops,', () => {
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
  /** Sends requests for longer than two export rounds. */
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

  it('while there is no collector, with a single warning in the log', async () => {
    const of = await start(`http://127.0.0.1:${await freePort()}`);
    await askForAWhile(of);
    await of.line(/traces do not reach the collector/);

    expect(await askForAWhile(of)).toEqual([200]);

    expect(await ends(of)).toEqual({ code: 0, soon: true });
    expect(complaints(of)).toEqual([DROPPED]);
  }, 90_000);

  it('while the collector accepts spans but never answers', async () => {
    const collector = await TraceCollector.start();
    collector.isSilent = true;
    const of = await start(collector.url);

    expect(await askForAWhile(of)).toEqual([200]);

    expect(collector.spans.length).toBeGreaterThan(0);
    expect(await ends(of)).toEqual({ code: 0, soon: true });
    await collector.close();
  }, 90_000);

  it('while the collector refuses spans, and later ones are exported once it accepts them', async () => {
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
    ['without an endpoint, and without loading the tracing library', undefined, []],
    // Shows that the test above can fail.
    [
      'with an endpoint, and with the tracing library loaded',
      'http://127.0.0.1:9',
      ['exporter-trace-otlp-http', 'sdk-trace'],
    ],
  ])('%s', async (_, endpoint, packages) => {
    const of = await start(endpoint, resolve(__dirname, 'gateway-that-tells-its-packages.cjs'));
    await ask(of);
    of.signal('SIGUSR2');
    const line = await of.line(/^packages: /);

    const found = line.split(/[ ,]+/).slice(1);

    // The metrics library loads the API package, which does nothing.
    const loaded = found.filter((name) => name !== 'api');
    if (packages.length === 0) expect(loaded).toEqual([]);
    else expect(loaded).toEqual(expect.arrayContaining(packages));
  });
});
