import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator, type Simulator } from '../../simulator/simulator';
import { CACHE_ON } from '../harness/caching';
import { GatewayProcess } from '../harness/gateway-process';
import { RedisServer } from '../harness/redis-server';
import { sha256, testClient } from '../harness/test-client';
import { TraceCollector } from '../harness/trace-collector';
import { TokenIssuer } from '../harness/token-issuer';
import { sweep, type Markers, type Places } from './leak-sweep';
import { LeakTour } from './leak-tour';

const canary = testClient('canary-client');
const MSISDN = '09073914682';

/** Only the caller that sent these values may see them again. */
function plant(token: string, wrongToken: string): Markers {
  return {
    oemId: 'marker-oem-id-4f1c',
    oemKey: 'marker-oem-key-9d27',
    storeSecret: 'marker-store-secret-of-32-letters-8e2a',
    redisPassword: 'marker-redis-password-5b3e',
    apiKey: canary.key,
    apiKeySecret: canary.key.split('_')[2]!,
    apiKeyHash: sha256(canary.key),
    wrongKey: `fbgw_canary-client_${'marker-wrong-key-'.repeat(3)}`,
    token,
    wrongToken,
    subject: 'marker-subject-090739146821111',
    msisdn: MSISDN,
    international: `81${MSISDN.slice(1)}`,
    nationalDigits: MSISDN.slice(1),
    group: 'MRK7_00000007391468',
    master: 'marker-master@test.ne.jp',
    iccid: '8981739146827391468',
    imsi: '440739146827391',
    reference: 'marker-reference-77ac',
    idempotencyKey: 'marker-idempotency-key-c01d',
    note: 'marker-note-of-08073914682',
    stranger: '08073914683',
    query: 'marker-query-e1b2',
    header: 'marker-header-a9f0',
    body: 'marker-body-3c4d',
    message: 'marker-message-6e5f',
  };
}

/** A caller gets its own request id back; no other output may show it. The note is for people to read. */
const FOR_THE_CALLER = ['stranger'];

describe('secrets and subscribers', () => {
  let dir: string;
  let freebit: Simulator;
  let redis: RedisServer;
  let issuer: TokenIssuer;
  let collector: TraceCollector;
  let gateway: GatewayProcess;
  let markers: Markers;
  let places: Places;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'fbgw-leaks-'));
    [freebit, issuer, collector] = await Promise.all([
      startSimulator(),
      TokenIssuer.start(),
      TraceCollector.start(),
    ]);
    const token = await issuer.sign({ sub: 'marker-subject-090739146821111', scope: 'sims:read' });
    markers = plant(token, await issuer.sign({ aud: 'another' }));
    redis = await RedisServer.start({ dir, appendonly: true, password: markers.redisPassword! });
    seed();
    gateway = await GatewayProcess.start({ env: environment() });
    await tour(token);
  });
  afterAll(async () => {
    await gateway.kill();
    await Promise.all([freebit.close(), redis.close(), issuer.close(), collector.close()]);
    await rm(dir, { recursive: true, force: true });
  });

  function seed(): void {
    const { oemId, oemKey, iccid, imsi, group, master } = markers as Record<string, string>;
    freebit.auth.set({ oemId: oemId!, oemKey: oemKey! });
    freebit.lines.seed({ msisdn: MSISDN, iccid: iccid!, imsi: imsi!, masterAccount: master! });
    freebit.groups.seed(group!);
    freebit.masters.seed(master!);
    const login = freebit.auth.login.bind(freebit.auth);
    jest.spyOn(freebit.auth, 'login').mockImplementation((...credentials) => {
      const key = login(...credentials);
      if (key) markers = { ...markers, [`authKey${Object.keys(markers).length}`]: key };
      return key;
    });
  }

  function environment(): Record<string, string> {
    return {
      ...issuer.settings,
      FREEBIT_BASE_URL: freebit.url,
      FREEBIT_OEM_ID: markers.oemId!,
      FREEBIT_OEM_KEY: markers.oemKey!,
      API_CLIENTS: JSON.stringify([canary.entry]),
      REDIS_URL: redis.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      STORE_SECRET: markers.storeSecret!,
      // What is stored and counted in Redis is searched, too.
      ...CACHE_ON,
      ...{ FREEBIT_RATE_PER_SECOND: '1000', CLIENT_RATE_PER_SECOND: '1000', BULK_GUARD_LINES: '1000' },
      LOG_LEVEL: 'debug',
      DOCS: 'on',
      CORS_ORIGINS: 'https://app.example.com',
      SHUTDOWN_DRAIN_SECONDS: '0',
    };
  }

  async function tour(token: string): Promise<void> {
    const byKey = new LeakTour(gateway.url, freebit, markers, { 'X-API-Key': canary.key });
    const byToken = new LeakTour(gateway.url, freebit, markers, { Authorization: `Bearer ${token}` });
    await byKey.walk();
    await byToken.walk();
    const { text: metrics } = await byKey.get('/metrics');
    const { text: health } = await byKey.get('/health/ready');
    const { text: description } = await byKey.get('/docs-json');
    const { text: page } = await byKey.get('/docs/swagger-ui-init.js');
    const appended = await appendedFiles();
    await redis.stop();
    await byKey.walk();
    await gateway.stop();
    const answers = [...byKey.answers, ...byToken.answers];
    places = {
      logs: gateway.lines.join('\n'),
      metrics,
      health,
      description: description + page,
      redis: appended,
      traces: collector.received.join('\n'),
      answers: answers.map(({ text }) => text).join('\n'),
      statuses: answers.map(({ status }) => status).join(),
    };
  }

  /** Every command Redis ever received, with keys and values in clear. */
  async function appendedFiles(): Promise<string> {
    const folder = join(dir, 'appendonlydir');
    return readFile(join(folder, 'appendonly.aof.1.incr.aof'), 'latin1');
  }

  it('have passed through successes and failures of every kind', () => {
    expect(Object.keys(markers).length).toBeGreaterThanOrEqual(15 + 2);
    const statuses = new Set(places.statuses!.split(',').map(Number));
    for (const status of [200, 201, 400, 401, 403, 404, 405, 409, 413, 415, 422, 502, 503, 504]) {
      expect([...statuses]).toContain(status);
    }
  });

  it('could be found: each place holds the text that belongs there', () => {
    const belongs: Markers = {
      caller: 'canary-client',
      route: '/sims/:msisdn/quota',
      metric: 'access_decisions_total',
      record: 'quota_addition',
      problem: 'PERMISSION_DENIED',
      path: '/sims/{msisdn}/quota',
      call: 'Freebit PA03-02',
      failure: 'connection_lost',
    };

    const found = sweep(places, belongs);

    expect(found).toEqual(
      expect.arrayContaining([
        'caller (as it is) in logs',
        'caller (as it is) in redis',
        'route (as it is) in metrics',
        'metric (as it is) in metrics',
        'record (as it is) in redis',
        'problem (as it is) in answers',
        'path (as it is) in description',
        'path (as it is) in traces',
        'problem (as it is) in traces',
        'call (as it is) in traces',
        'failure (as it is) in traces',
      ]),
    );
  });

  it.each(['as it is', 'as hex', 'as base64'])('would be found %s, had they leaked', (form) => {
    const encoding = ({ 'as it is': 'utf8', 'as hex': 'hex', 'as base64': 'base64' } as const)[form]!;
    const leaked = Buffer.from(`${markers.oemKey}`).toString(encoding);

    const found = sweep({ ...places, logs: `${places.logs}\n{"key":"${leaked}"}` }, markers);

    expect(found).toContain(`oemKey (${form}) in logs`);
  });

  it('leak nowhere', () => {
    const { answers, ...others } = places;
    const notTheirs = Object.entries(markers).filter(([name]) => !FOR_THE_CALLER.includes(name));

    expect(sweep(others, markers)).toEqual([]);
    expect(sweep({ answers: answers! }, Object.fromEntries(notTheirs))).toEqual([]);
  });

  it('appear in no stack trace, and no answer reveals the software', () => {
    expect(places.answers).not.toMatch(/\n\s+at |node_modules|x-powered-by|set-cookie|fastify|nestjs/i);
  });
});
