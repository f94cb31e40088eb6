import type { Simulator } from '../../simulator/simulator';
import { Gateway } from '../harness/gateway';
import { eventually } from '../harness/slow-is-not-wrong';

const SIM = '09012345678';
const TRAFFIC = '/mvno/getTrafficInfo/';
const ADD_QUOTA = '/master/addSpec/';
const HANGS = '09000001001';

let gateway: Gateway | undefined;
const start = async (environment: Record<string, string>, retryPercent = 0) =>
  (gateway = await Gateway.start(environment, undefined, { retryPercent }));
afterEach(async () => {
  await gateway?.close();
  gateway = undefined;
});

describe('a retry at Freebit', () => {
  it('over a fresh connection is not counted when a kept-alive one broke without an answer', async () => {
    const { http, freebit } = await start({}, 10);
    freebit.faults.hangUp(TRAFFIC, 1);

    await http.get(`/sims/${SIM}/traffic`).expect(200);

    expect(freebit.journal.count(TRAFFIC)).toBe(2);
    const { text } = await http.get('/metrics');
    expect(text).not.toMatch(/^freebit_retries_total\{/m);
  });

  it.each(['html', 'truncate', 'empty'] as const)(
    'answers a read whose first try ended with %s',
    async (fault) => {
      const { http, freebit } = await start({}, 10);
      freebit.faults[fault](TRAFFIC, 1);

      await http.get(`/sims/${SIM}/traffic`).expect(200);

      expect(freebit.journal.count(TRAFFIC)).toBe(2);
      const { text } = await http.get('/metrics');
      expect(text).toMatch(/^freebit_retries_total\{document="PA05-01"\} 1$/m);
    },
  );

  it('is made once: the second failure is answered', async () => {
    const { http, freebit } = await start({}, 10);

    await http.get('/sims/09000001003').expect(502);

    expect(freebit.journal.entries({ account: '09000001003' })).toHaveLength(2);
  });

  it.each(['09000000210', '09000000900', '09000001008'])('is not made after a code (%s)', async (line) => {
    const { http, freebit } = await start({}, 10);

    await http.get(`/sims/${line}`);

    expect(freebit.journal.entries({ account: line })).toHaveLength(1);
  });

  it('is never made for a write', async () => {
    const { http, freebit } = await start({}, 10);
    freebit.faults.hangUp(ADD_QUOTA, 1);

    await http.post(`/sims/${SIM}/quota`).send({ amountMb: 1 }).expect(504);

    expect(freebit.journal.count(ADD_QUOTA)).toBe(1);
  });

  it('is made for one read in ten, and a few more, while all fail', async () => {
    const { http, freebit } = await start({}, 10);
    for (let i = 0; i < 100; i++) await http.get('/sims/09000001003').expect(502);

    const asked = freebit.journal.entries({ account: '09000001003' }).length;

    expect(asked).toBeGreaterThan(105);
    expect(asked).toBeLessThanOrEqual(113);
  });
});

describe('the bulkhead towards Freebit', () => {
  it('limits calls in flight, reads and writes, and refuses at once what would wait too long', async () => {
    const { http, freebit } = await start({
      FREEBIT_MAX_CONCURRENCY: '2',
      FREEBIT_MAX_QUEUE: '1',
      FREEBIT_READ_TIMEOUT_MS: '3000',
    });
    await http.get(`/sims/${SIM}`).expect(200);
    const hanging = ['', '/traffic'].map((below) =>
      http.get(`/sims/${HANGS}${below}`).then(({ status }) => status),
    );
    await eventually(() => freebit.journal.entries({ account: HANGS }).length === 2);
    const waiting = http.get(`/sims/${SIM}/traffic`).then(({ status }) => status);
    await eventually(async () => /^freebit_waiting 1$/m.test((await http.get('/metrics')).text));

    const write = await http
      .post(`/sims/${SIM}/quota`)
      .set('Idempotency-Key', 'refused')
      .send({ amountMb: 1 })
      .expect(503);

    expect(write.body).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      outcome: 'not_applied',
      retryable: true,
    });
    expect(freebit.journal.count(ADD_QUOTA)).toBe(0);
    expect(await Promise.all(hanging)).toEqual([504, 504]);
    expect(await waiting).toBe(200);
    // The key is free: nothing was sent under it.
    await http.post(`/sims/${SIM}/quota`).set('Idempotency-Key', 'refused').send({ amountMb: 1 }).expect(201);
  });
});

describe('the rate towards Freebit', () => {
  it('is kept by delaying requests that can still be served in time', async () => {
    const { http, freebit } = await start({
      FREEBIT_RATE_PER_SECOND: '5',
      FREEBIT_RATE_BURST: '5',
      READ_DEADLINE_MS: '8000',
    });

    const answers = await Promise.all(
      linesOf(freebit, 12).map((line) => http.get(`/sims/${line}/traffic`).then(({ status }) => status)),
    );

    expect(new Set(answers)).toEqual(new Set([200]));
    const sentMs = freebit.journal
      .entries()
      .filter(({ path }) => path === TRAFFIC)
      .map(({ at }) => Date.parse(at))
      .toSorted((a, b) => a - b);
    expect(sentMs).toHaveLength(12);
    // Five per second: the eleventh comes in the third second.
    expect(sentMs[10]! - sentMs[0]!).toBeGreaterThan(1_000);
  });

  it('refuses requests that could not be served in time', async () => {
    const { http, freebit } = await start({
      FREEBIT_RATE_PER_SECOND: '1',
      FREEBIT_RATE_BURST: '20',
      READ_DEADLINE_MS: '8000',
      FREEBIT_READ_TIMEOUT_MS: '8000',
    });

    const answers = await Promise.all(linesOf(freebit, 24).map((line) => http.get(`/sims/${line}/traffic`)));

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(new Set(refused.map(({ body }) => body.code))).toEqual(new Set(['UPSTREAM_UNAVAILABLE']));
    expect(Number(refused[0]!.headers['retry-after'])).toBeLessThanOrEqual(20);
  });
});

describe('the circuit breaker', () => {
  it('blocks reads and writes while Freebit fails, and closes when it has recovered', async () => {
    const { http, freebit } = await start({ FREEBIT_BREAKER_OPEN_MS: '3000' });
    await http.get(`/sims/${SIM}`).expect(200);
    for (let i = 0; i < 4; i++) await http.get('/sims/09000001003').expect(502);
    const asked = freebit.journal.entries({ account: SIM }).length;

    const read = await http.get(`/sims/${SIM}`).expect(503);
    const write = await http.post(`/sims/${SIM}/quota`).send({ amountMb: 1 }).expect(503);

    expect(read.body).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
    expect(read.headers['retry-after']).toMatch(/^[123]$/);
    expect(write.body).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'not_applied' });
    expect(freebit.journal.entries({ account: SIM })).toHaveLength(asked);
    expect((await http.get('/metrics')).text).toMatch(/^freebit_breaker_state 2$/m);
    await eventually(async () => (await http.get(`/sims/${SIM}`)).status === 200);
    await http.post(`/sims/${SIM}/quota`).send({ amountMb: 1 }).expect(201);
    expect((await http.get('/metrics')).text).toMatch(/^freebit_breaker_state 0$/m);
  });

  it('never probes Freebit with a write', async () => {
    const { http, freebit } = await start({ FREEBIT_BREAKER_OPEN_MS: '200' });
    await http.get(`/sims/${SIM}`).expect(200);
    for (let i = 0; i < 4; i++) await http.get('/sims/09000001003').expect(502);
    await eventually(async () => /^freebit_breaker_state 1$/m.test((await http.get('/metrics')).text));

    await http.post(`/sims/${SIM}/quota`).send({ amountMb: 1 }).expect(503);

    expect(freebit.journal.count(ADD_QUOTA)).toBe(0);
    await http.get(`/sims/${SIM}`).expect(200);
    await http.post(`/sims/${SIM}/quota`).send({ amountMb: 1 }).expect(201);
  });

  it('does not count rejections as failures', async () => {
    const { http } = await start({ FREEBIT_BREAKER_OPEN_MS: '1000' });
    for (let i = 0; i < 30; i++) await http.get('/sims/09000000210').expect(404);

    await http.get(`/sims/${SIM}`).expect(200);
  });
});

/** Different lines, because reads of one line share a call. */
function linesOf(freebit: Simulator, count: number): string[] {
  const lines = Array.from({ length: count }, (_, index) => `0807777${String(index).padStart(4, '0')}`);
  for (const line of lines) freebit.lines.seed(line);
  return lines;
}
