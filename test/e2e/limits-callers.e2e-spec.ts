import { connect } from 'node:net';
import { Gateway } from '../harness/gateway';
import { eventually } from '../harness/slow-is-not-wrong';
import { keyOf, testClient } from '../harness/test-client';

const SIM = '09012345678';

/** The limits of a header by name: `"rate";r=1;t=2` is `{ rate: { r: 1, t: 2 } }`. */
function limitsIn(header: string | undefined): Record<string, Record<string, number>> {
  const items = (header ?? '').split(', ').map((item) => /^"(\w+)"((?:;\w=\d+)+)$/.exec(item));
  return Object.fromEntries(
    items.map((item) => [
      item![1],
      Object.fromEntries(
        [...item![2]!.matchAll(/;(\w)=(\d+)/g)].map(([, key, value]) => [key, Number(value)]),
      ),
    ]),
  );
}

describe('the rate of a caller', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ CLIENT_RATE_PER_SECOND: '1', CLIENT_RATE_BURST: '5' });
  });
  afterAll(() => gateway.close());

  it('lets a burst through, reports what is left, and then answers 429 without calling Freebit', async () => {
    const startedMs = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => gateway.http.get(`/sims/${SIM}/traffic`).then()),
    );
    const seconds = Math.ceil((performance.now() - startedMs) / 1000);

    const served = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 429);
    expect(served.length).toBeGreaterThanOrEqual(5);
    expect(served.length).toBeLessThanOrEqual(5 + seconds);
    expect(refused).toHaveLength(40 - served.length);
    for (const { headers } of answers)
      expect(limitsIn(headers['ratelimit-policy'])).toEqual({ rate: { q: 5, w: 5 } });
    expect(Math.max(...served.map(({ headers }) => limitsIn(headers.ratelimit).rate!.r!))).toBe(4);
    expect(refused[0]!.body).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    expect(refused[0]!.headers['retry-after']).toBe('1');
    expect(limitsIn(refused[0]!.headers.ratelimit).rate).toEqual({ r: 0, t: 1 });
    expect(gateway.freebit.journal.count('/mvno/getTrafficInfo/')).toBeLessThanOrEqual(served.length);
  });

  it('is not used up by requests without credentials or without the scope', async () => {
    const reader = testClient('reader', { scopes: ['sims:read'] });
    const own = await Gateway.start({
      CLIENT_RATE_PER_SECOND: '1',
      CLIENT_RATE_BURST: '2',
      API_CLIENTS: JSON.stringify([reader.entry]),
    });
    for (let i = 0; i < 5; i++) {
      await own.stranger.get(`/sims/${SIM}`).expect(401);
      await own.stranger.post(`/sims/${SIM}/quota`).set(keyOf(reader)).send({ amountMb: 1 }).expect(403);
    }

    await own.stranger.get(`/sims/${SIM}`).set(keyOf(reader)).expect(200);

    await own.close();
  });

  it('may be below one per second, and the first request still passes at once', async () => {
    const seldom = testClient('seldom');
    const own = await Gateway.start({
      API_CLIENTS: JSON.stringify([{ ...seldom.entry, ratePerSecond: 0.001 }]),
    });

    const first = await own.stranger.get(`/sims/${SIM}`).set(keyOf(seldom)).expect(200);
    const second = await own.stranger.get(`/sims/${SIM}`).set(keyOf(seldom)).expect(429);

    expect(limitsIn(first.headers['ratelimit-policy'])).toEqual({ rate: { q: 1, w: 1_000 } });
    expect(Number(second.headers['retry-after'])).toBeGreaterThan(900);
    await own.close();
  });

  it('does not count public routes, and is counted in metrics', async () => {
    for (const path of ['/health/live', '/health/ready', '/problems', '/problems/rate-limited'])
      for (let i = 0; i < 5; i++) {
        const { headers } = await gateway.http.get(path).expect(200);
        expect(headers.ratelimit).toBeUndefined();
      }

    const { text } = await gateway.http.get('/metrics').expect(200);

    expect(text).toMatch(/^callers_limited_total\{limit="rate"\} [1-9]\d*$/m);
  });
});

describe('the in-flight requests of a caller', () => {
  it('are limited even while their bodies are missing, and do not delay other callers', async () => {
    const [greedy, other] = [testClient('greedy', { inFlight: 32 }), testClient('other')];
    const gateway = await Gateway.start({
      OVERLOAD_IN_FLIGHT: '200',
      API_CLIENTS: JSON.stringify([greedy.entry, other.entry]),
    });
    const port = Number(new URL(gateway.url).port);
    const head = [
      `POST /sims/${SIM}/quota HTTP/1.1`,
      ...['Host: a', 'Content-Type: application/json', 'Content-Length: 100'],
      `X-API-Key: ${greedy.key}`,
    ].join('\r\n');
    const sockets = Array.from({ length: 250 }, () => connect(port, '127.0.0.1'));
    const refused = sockets.map(
      (socket) =>
        new Promise<string>((resolve) => {
          socket.on('error', () => undefined).on('data', (data) => resolve(data.toString()));
          socket.write(`${head}\r\n\r\n{`);
        }),
    );

    const seen: string[] = [];
    for (const each of refused) void each.then((text) => seen.push(text));
    await eventually(() => seen.length >= 250 - 32);

    await gateway.stranger.get(`/sims/${SIM}`).set(keyOf(other)).expect(200);
    const { body, headers } = await gateway.stranger.get(`/sims/${SIM}`).set(keyOf(greedy));
    for (const text of seen.slice(0, 250 - 32))
      expect(text).toMatch(/^HTTP\/1\.1 429 [^]*\r\nconnection: close\r\n/i);
    // On a slow machine the first bodies may have timed out by now.
    if (seen.length === 250 - 32) expect([body.code, headers['retry-after']]).toEqual(['RATE_LIMITED', '1']);
    for (const socket of sockets) socket.destroy();
    await eventually(
      async () => (await gateway.stranger.get(`/sims/${SIM}`).set(keyOf(greedy))).status === 200,
    );
    await gateway.close();
  });
});

describe('the different lines of a caller', () => {
  let gateway: Gateway;
  beforeEach(async () => {
    gateway = await Gateway.start({
      BULK_GUARD_LINES: '4',
      BULK_GUARD_OTHER_LINES: '4',
      BULK_GUARD_WINDOW_SECONDS: '600',
    });
  });
  afterEach(() => gateway.close());

  const spellings = ['09012345678', '+819012345678', '%2B819012345678'];

  it('count once for every spelling and route, and traffic is counted separately', async () => {
    for (const spelling of spellings)
      for (const [below, name] of [
        ['', 'lines'],
        ['/traffic', 'traffic'],
        ['/quota', 'lines'],
        ['/plan', 'lines'],
      ] as const) {
        const { headers } = await gateway.http.get(`/sims/${spelling}${below}`).expect(200);
        expect(limitsIn(headers.ratelimit)[name]!.r).toBe(3);
        expect(limitsIn(headers['ratelimit-policy'])).toEqual({ [name]: { q: 4, w: 600 } });
      }
    const { headers } = await gateway.http.post(`/sims/${SIM}/quota`).send({ amountMb: 1 }).expect(201);

    expect(limitsIn(headers.ratelimit).lines!.r).toBe(3);
  });

  it('do not block paid additions when only the limit for traffic is used up', async () => {
    const lines = Array.from({ length: 6 }, (_, index) => `0801234000${index}`);
    for (const line of lines) gateway.freebit.lines.seed(line);
    const statuses = [];
    for (const line of lines) statuses.push((await gateway.http.get(`/sims/${line}/traffic`)).status);

    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    await gateway.http.post(`/sims/${lines[5]}/quota`).send({ amountMb: 1 }).expect(201);
  });

  it('are refused beyond the limit, for writes too, while the lines within it stay usable', async () => {
    const lines = Array.from({ length: 40 }, (_, index) => `0801234${String(index).padStart(4, '0')}`);
    const mixed = lines.flatMap((line) => [line, `+81${line.slice(1)}`]);
    const answers = await Promise.all(mixed.map((line) => gateway.http.get(`/sims/${line}`)));
    const refused = answers.filter(({ status }) => status === 429);

    expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(['BULK_QUERY_BLOCKED']));
    expect(Number(refused[0]!.headers['retry-after'])).toBeGreaterThan(500);
    const asked = new Set(gateway.freebit.journal.entries().map(({ account }) => account));
    asked.delete(null);
    asked.delete(undefined as never);
    expect(asked.size).toBe(4);
    const { body } = await gateway.http.post('/sims/07011112222/quota').send({ amountMb: 1 }).expect(429);
    expect(body).toMatchObject({ code: 'BULK_QUERY_BLOCKED', outcome: 'not_applied' });
    const [known] = [...asked];
    await gateway.http.get(`/sims/${known}`).expect(({ status }) => expect(status).not.toBe(429));
  });

  it('include share groups and master accounts, but nothing that is not a line', async () => {
    await gateway.http.get('/sims/nonsense').expect(400);
    await gateway.http.get('/share-groups/AAA0_00000000001/traffic').expect(200);
    await gateway.http.get('/sims/08012340000').expect(404);

    const { headers } = await gateway.http.get('/master-accounts/testMaster@test.ne.jp').expect(200);

    expect(limitsIn(headers.ratelimit).lines!.r).toBe(2);
  });
});
