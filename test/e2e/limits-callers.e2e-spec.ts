import { Gateway } from '../harness/gateway';
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

  it('lets a burst through, tells what is left, and then answers 429 without asking Freebit', async () => {
    const answers = [];
    for (let i = 0; i < 7; i++) answers.push(await gateway.http.get(`/sims/${SIM}/traffic`));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429]);
    expect(limitsIn(answers[0]!.headers['ratelimit-policy'])).toEqual({ rate: { q: 5, w: 5 } });
    expect(answers.slice(0, 5).map(({ headers }) => limitsIn(headers.ratelimit).rate!.r)).toEqual([
      4, 3, 2, 1, 0,
    ]);
    expect(answers[6]!.body).toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    const retryAfter = Number(answers[6]!.headers['retry-after']);
    expect(retryAfter).toBeGreaterThanOrEqual(1);
    expect(retryAfter).toBeLessThanOrEqual(5);
    expect(limitsIn(answers[6]!.headers.ratelimit).rate).toEqual({ r: 0, t: retryAfter });
    expect(gateway.freebit.journal.count('/mvno/getTrafficInfo/')).toBe(5);
  });

  it('is not used up by those who are nobody, or may not ask', async () => {
    const reader = testClient('reader', { scopes: ['sims:read'] });
    const own = await Gateway.start({
      CLIENT_RATE_PER_SECOND: '1',
      CLIENT_RATE_BURST: '2',
      API_CLIENTS: JSON.stringify([reader.entry]),
    });
    for (let i = 0; i < 5; i++) {
      await own.stranger.get(`/sims/${SIM}`).expect(401);
      await own.stranger.get('/operations?state=unknown').set(keyOf(reader)).expect(403);
    }

    await own.stranger.get(`/sims/${SIM}`).set(keyOf(reader)).expect(200);

    await own.close();
  });

  it('does not count what is open to everybody, and is counted in metrics', async () => {
    for (const path of ['/health/live', '/health/ready', '/problems', '/problems/rate-limited'])
      for (let i = 0; i < 5; i++) {
        const { headers } = await gateway.http.get(path).expect(200);
        expect(headers.ratelimit).toBeUndefined();
      }

    const { text } = await gateway.http.get('/metrics').expect(200);

    expect(text).toMatch(/^callers_limited_total\{limit="rate"\} 2$/m);
  });
});

describe('the different lines of a caller', () => {
  let gateway: Gateway;
  beforeEach(async () => {
    gateway = await Gateway.start({ BULK_GUARD_LINES: '4', BULK_GUARD_WINDOW_SECONDS: '600' });
  });
  afterEach(() => gateway.close());

  const spellings = ['09012345678', '+819012345678', '%2B819012345678'];

  it('are one line in every spelling and on every route', async () => {
    for (const spelling of spellings)
      for (const below of ['', '/traffic', '/quota', '/plan']) {
        const { headers } = await gateway.http.get(`/sims/${spelling}${below}`).expect(200);
        expect(limitsIn(headers.ratelimit).lines!.r).toBe(3);
        expect(limitsIn(headers['ratelimit-policy'])).toEqual({ lines: { q: 4, w: 600 } });
      }
    const { headers } = await gateway.http.post(`/sims/${SIM}/quota`).send({ amountMb: 1 }).expect(201);

    expect(limitsIn(headers.ratelimit).lines!.r).toBe(3);
  });

  it('are refused beyond the limit, writes too, and those before it go on', async () => {
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

  it('count share groups and master accounts, and nothing that is no line', async () => {
    await gateway.http.get('/sims/nonsense').expect(400);
    await gateway.http.get('/share-groups/AAA0_00000000001/traffic').expect(200);

    const { headers } = await gateway.http.get('/master-accounts/testMaster@test.ne.jp').expect(200);

    expect(limitsIn(headers.ratelimit).lines!.r).toBe(2);
  });
});
