import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { CACHE_ON } from '../harness/caching';
import { Child } from '../harness/child';
import { freePort } from '../harness/free-port';
import { GatewayProcess } from '../harness/gateway-process';
import { program } from '../harness/program';
import { RedisServer } from '../harness/redis-server';
import { tester } from '../harness/test-client';
import { crowd, metricsOf, type Sights, tour } from './metrics-tour';
import { exposedMetrics, metricsIn } from './promql';

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const ROOT = resolve(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const { panels } = JSON.parse(read('deploy/grafana/freebit-gateway.json')) as { panels: Panel[] };
const { groups } = parse(read('deploy/prometheus/rules.yaml')) as {
  groups: { rules: { alert?: string; record?: string; expr: string }[] }[];
};
const queries = panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }): [string, string] => [title, expr]),
);
const rules = groups.flatMap(({ rules }) =>
  rules.map(({ alert, record = '', expr }): [string, string] => [alert ?? record, expr]),
);
/** Far more than the two scrapes that a rate needs, for a busy machine. */
const PATIENCE_MS = 60_000;
const START_MS = 120_000;

describe('the metrics for operators', () => {
  let sights: Sights;
  let replica: RedisServer;
  let prometheus: Child;
  let folder: string;
  let prometheusUrl: string;
  let exposed: Map<string, Set<string>>;
  let empty: [string, string][];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fbgw-prometheus-'));
    const redis = await RedisServer.start();
    replica = await RedisServer.start({ args: ['--replicaof', '127.0.0.1', `${redis.port}`] });
    const freebit = await startSimulator();
    const [sound, cutOff] = await Promise.all([
      startGateway(redis, freebit, {}),
      startGateway(redis, freebit, { FREEBIT_BASE_URL: `http://127.0.0.1:${await freePort()}/emptool/api` }),
    ]);
    sights = { sound, cutOff, freebit, redis };
    [prometheus, prometheusUrl] = await startPrometheus(folder, [sound, cutOff]);
    empty = queries;
    for (const until = performance.now() + PATIENCE_MS; empty.length > 0 && performance.now() < until;) {
      await tour(sights);
      empty = await stillEmpty(prometheusUrl, empty);
    }
    exposed = exposedMetrics(`${await metricsOf(sound)}\n${await metricsOf(cutOff)}`);
  }, START_MS + PATIENCE_MS);

  afterAll(async () => {
    await Promise.all([prometheus.end(), sights.sound.kill(), sights.cutOff.kill()]);
    await Promise.all([sights.redis.close(), replica.close(), sights.freebit.close()]);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['the alert rules', rules],
    ['the dashboard', queries],
  ])('exist with all labels that %s use', (_, expressions) => {
    const named = expressions.flatMap(([, expression]) => metricsIn(expression));

    const missing = named.flatMap(({ metric, labels }) => {
      const found = exposed.get(metric);
      return found
        ? labels.filter((label) => !found.has(label)).map((label) => `${metric}{${label}}`)
        : metric;
    });

    expect([...new Set(missing)]).toEqual([]);
  });

  it('give data to every panel of the dashboard', () => {
    expect(empty).toEqual([]);
  });
});

function startGateway(
  redis: RedisServer,
  freebit: Simulator,
  env: Readonly<Record<string, string>>,
): Promise<GatewayProcess> {
  const limits = { CLIENT_RATE_PER_SECOND: '60', CLIENT_RATE_BURST: '60', BULK_GUARD_LINES: '60' };
  const patience = { READ_DEADLINE_MS: '600', FREEBIT_READ_TIMEOUT_MS: '500' };
  return GatewayProcess.start({
    env: {
      ...{ REDIS_URL: redis.url, REDIS_WAIT_REPLICAS: '1' },
      ...{ FREEBIT_BASE_URL: freebit.url, FREEBIT_OEM_ID: 'sandbox-oem', FREEBIT_OEM_KEY: 'sandbox-oem-key' },
      ...{ FREEBIT_BREAKER_OPEN_MS: '500', FREEBIT_MAX_CONCURRENCY: '8', LOG_LEVEL: 'fatal' },
      ...CACHE_ON,
      API_CLIENTS: JSON.stringify([tester.entry, crowd.entry]),
      OVERLOAD_DELAY_MS: '1000',
      ...limits,
      ...patience,
      ...env,
    },
  });
}

/** A Prometheus that scrapes the gateways each second, and its address. */
async function startPrometheus(
  folder: string,
  gateways: readonly GatewayProcess[],
): Promise<[Child, string]> {
  const config = join(folder, 'prometheus.json');
  const targets = gateways.map(({ port }) => `127.0.0.1:${port}`);
  writeFileSync(
    config,
    JSON.stringify({
      global: { scrape_interval: '1s' },
      scrape_configs: [{ job_name: 'freebit-gateway', static_configs: [{ targets }] }],
    }),
  );
  const address = `127.0.0.1:${await freePort()}`;
  const child = new Child(program('prometheus'), [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=${address}`,
  ]);
  await child.line(/Server is ready to receive web requests/);
  return [child, `http://${address}`];
}

/** The queries that still have no data in Prometheus. */
async function stillEmpty(url: string, asked: readonly [string, string][]): Promise<[string, string][]> {
  const answers = await Promise.all(
    asked.map(async (entry) => {
      const query = entry[1].replaceAll('$__rate_interval', '1m');
      const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
      const { data, error } = (await response.json()) as { data?: { result: unknown[] }; error?: string };
      if (!data) throw new Error(`${query}: ${error}`);
      return { entry, found: data.result.length > 0 };
    }),
  );
  return answers.filter(({ found }) => !found).map(({ entry }) => entry);
}
