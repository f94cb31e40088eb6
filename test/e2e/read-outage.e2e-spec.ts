import { Gateway } from '../harness/gateway';
import { eventually } from '../harness/slow-is-not-wrong';

const DETAIL = '/mvno/getDetail/';
const READS = { CACHE_DETAIL_SECONDS: '1', CACHE_STALE_SECONDS: '300' };
const HASTE = { FREEBIT_READ_TIMEOUT_MS: '1000', READ_DEADLINE_MS: '1500' };

let lines = 0;

describe('while Freebit is unavailable', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({ ...READS, ...HASTE });
  });
  afterEach(() => gateway.freebit.faults.clear());
  afterAll(() => gateway.close());

  const get = (msisdn: string) => gateway.http.get(`/sims/${msisdn}`);
  /** A line whose cached answer is no longer fresh. */
  const agedLine = async () => {
    const msisdn = `0803333${String(++lines).padStart(4, '0')}`;
    gateway.freebit.lines.seed(msisdn);
    const { body } = await get(msisdn).expect(200);
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    return { msisdn, body };
  };

  it.each([
    ['hangs', () => gateway.freebit.faults.hang(DETAIL, Infinity)],
    ['resets', () => gateway.freebit.faults.hangUp(DETAIL, Infinity)],
    ['answers with a page', () => gateway.freebit.faults.html(DETAIL, Infinity)],
    ['answers nothing', () => gateway.freebit.faults.empty(DETAIL, Infinity)],
    ['answers with code 900', () => gateway.freebit.faults.code(900, DETAIL, Infinity)],
  ])('because it %s, a line that was read before is served stale and marked as such', async (_how, fail) => {
    const { msisdn, body } = await agedLine();
    fail();

    const answer = await get(msisdn).expect(200);

    expect(answer.body).toEqual({ ...body, retrievedAt: expect.any(String), stale: true });
    expect(answer.headers['cache-status']).toMatch(
      /^freebit-gateway; fwd=stale; ttl=-\d+; detail=stale-if-error$/,
    );
    expect(Number(answer.headers.age)).toBeGreaterThanOrEqual(1);
  });

  it('a line that was just rejected is not served stale', async () => {
    const { msisdn } = await agedLine();
    gateway.freebit.faults.code(211, DETAIL);

    await get(msisdn).expect(409);
    gateway.freebit.faults.hangUp(DETAIL, Infinity);

    await get(msisdn).expect(502);
  });

  it('a line is not served stale after a write', async () => {
    const { msisdn } = await agedLine();
    await gateway.http.post(`/sims/${msisdn}/quota`).send({ amountMb: 100 }).expect(201);
    gateway.freebit.faults.hangUp(DETAIL, Infinity);

    const { body } = await get(msisdn).expect(502);

    expect(body.code).toBe('UPSTREAM_CONNECTION_LOST');
  });

  it('a line that was never read is an error', async () => {
    gateway.freebit.faults.hang(DETAIL, Infinity);

    const { body } = await get('08033330000').expect(504);

    expect(body.code).toBe('UPSTREAM_TIMEOUT');
  });

  it('stale answers are counted in the metrics', async () => {
    const { text } = await gateway.http.get('/metrics').expect(200);

    expect(text).toMatch(/cached_reads_total\{kind="detail",result="stale"\} [1-9]/);
  });
});

it('nothing is served stale where that is switched off', async () => {
  const gateway = await Gateway.start({ ...READS, ...HASTE, CACHE_STALE_SECONDS: '0' });
  await gateway.http.get('/sims/09012345678').expect(200);
  gateway.freebit.faults.hangUp(DETAIL, Infinity);

  await eventually(async () => (await gateway.http.get('/sims/09012345678')).status === 502);

  await gateway.close();
});
