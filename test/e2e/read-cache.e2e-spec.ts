import type { Response } from 'supertest';
import { endLease } from '../harness/end-lease';
import { Gateway } from '../harness/gateway';
import { eventually } from '../harness/slow-is-not-wrong';
import { begun } from './write-bench';

const DETAIL = '/mvno/getDetail/';
const ADD_QUOTA = '/master/addSpec/';
const TRAFFIC = '/mvno/getTrafficInfo/';
const UNKNOWN_LINE = '07099999999';

let lines = 0;

describe('a cached read', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start({
      CACHE_DETAIL_SECONDS: '30',
      CACHE_TRAFFIC_SECONDS: '60',
      CACHE_MASTER_SECONDS: '60',
      READ_DEADLINE_MS: '3000',
      FREEBIT_READ_TIMEOUT_MS: '2000',
    });
  });
  afterEach(() => gateway.freebit.faults.clear());
  afterAll(() => gateway.close());

  const line = () => {
    const msisdn = `0804444${String(++lines).padStart(4, '0')}`;
    gateway.freebit.lines.seed(msisdn);
    return msisdn;
  };
  const get = (path: string) => gateway.http.get(path);
  const add = (msisdn: string) => gateway.http.post(`/sims/${msisdn}/quota`).send({ amountMb: 100 });
  const asked = (account: string, path = DETAIL) => gateway.freebit.journal.entries({ account, path }).length;
  const status = (response: Response) => response.headers['cache-status'];

  it('is answered without calling Freebit, and says how old it is', async () => {
    const msisdn = line();

    const first = await get(`/sims/${msisdn}`).expect(200);
    const second = await get(`/sims/${msisdn}`).expect(200);

    expect(asked(msisdn)).toBe(1);
    expect(status(first)).toBe('freebit-gateway; fwd=miss; stored');
    expect(first.headers).not.toHaveProperty('age');
    expect(status(second)).toMatch(/^freebit-gateway; hit; ttl=(29|2\d)$/);
    expect(second.headers.age).toMatch(/^\d$/);
    expect(second.headers['cache-control']).toBe('private, no-store');
    expect(second.body).toEqual(first.body);
    expect(second.body.stale).toBe(false);
  });

  it('serves the SIM, its quota and its plan from one answer', async () => {
    const msisdn = line();

    for (const path of ['', '/quota', '/plan']) await get(`/sims/${msisdn}${path}`).expect(200);

    expect(asked(msisdn)).toBe(1);
  });

  it('is kept for traffic and master accounts too', async () => {
    const msisdn = line();

    for (const path of [`/sims/${msisdn}/traffic`, '/master-accounts/testMaster@test.ne.jp']) {
      await get(path).expect(200);
      expect(status(await get(path).expect(200))).toContain('; hit; ttl=');
    }

    expect(asked(msisdn, TRAFFIC)).toBe(1);
  });

  it('is replaced after a write by one that shows it', async () => {
    const msisdn = line();
    const before = await get(`/sims/${msisdn}/quota`).expect(200);
    await add(msisdn).expect(201);

    const after = await get(`/sims/${msisdn}/quota`).expect(200);

    expect(after.body.quotaMb - before.body.quotaMb).toBe(100);
    expect(status(after)).toBe('freebit-gateway; fwd=miss; stored');
  });

  it('is not stored when a write ended during the read', async () => {
    const msisdn = line();
    gateway.freebit.faults.slow(800, DETAIL);
    const old = begun(get(`/sims/${msisdn}/quota`));
    await eventually(() => asked(msisdn) === 1);
    gateway.freebit.faults.clear();
    await add(msisdn).expect(201);
    const [{ body }, during] = await Promise.all([get(`/sims/${msisdn}/quota`), old]);

    const later = await get(`/sims/${msisdn}/quota`).expect(200);

    expect(later.body.quotaMb).toBe(body.quotaMb);
    expect(during.status).toBe(200);
    expect(asked(msisdn)).toBe(2);
  });

  it('is bypassed after a write of unknown outcome', async () => {
    const msisdn = line();
    await get(`/sims/${msisdn}`).expect(200);
    gateway.freebit.faults.dropAfterApplying(ADD_QUOTA);
    await add(msisdn).expect(504);

    const after = await get(`/sims/${msisdn}`).expect(200);

    expect(status(after)).toBe('freebit-gateway; fwd=bypass; detail=write-in-progress');
    expect(asked(msisdn)).toBe(2);
  });

  it('is served again after an unknown write, once the gateway has stopped waiting for its answer', async () => {
    const msisdn = line();
    const traffic = () => get(`/sims/${msisdn}/traffic`).expect(200);
    gateway.freebit.faults.code(900, ADD_QUOTA);
    const { body } = await add(msisdn).expect(502);
    const during = await traffic();
    await endLease(gateway.app, body.operationId);

    const [first, second] = [await traffic(), await traffic()];

    expect(status(during)).toBe('freebit-gateway; fwd=bypass; detail=write-in-progress');
    expect(status(first)).toBe('freebit-gateway; fwd=miss; stored');
    expect(status(second)).toContain('freebit-gateway; hit; ttl=');
    expect(asked(msisdn, TRAFFIC)).toBe(2);
  });

  it('is replaced once an unknown write has been resolved', async () => {
    const msisdn = line();
    const quota = async () => (await get(`/sims/${msisdn}/quota`).expect(200)).body.quotaMb as number;
    gateway.freebit.faults.code(900, ADD_QUOTA);
    const { body } = await add(msisdn).expect(502);
    await endLease(gateway.app, body.operationId);
    const before = await quota();
    gateway.freebit.lines.change(msisdn, { quota: String(before + 100) });
    expect(await quota()).toBe(before);

    await gateway.http
      .post(`/operations/${body.operationId}/resolution`)
      .send({ attempt: 1, outcome: 'applied', note: 'seen at Freebit' })
      .expect(200);

    expect(await quota()).toBe(before + 100);
  });

  it('is served with a reason to a caller that asks for a refresh too soon', async () => {
    const msisdn = line();
    await get(`/sims/${msisdn}`).expect(200);

    const again = await get(`/sims/${msisdn}`).set('Cache-Control', 'no-cache').expect(200);

    expect(status(again)).toMatch(/^freebit-gateway; hit; ttl=\d+; detail=too-young-to-refresh$/);
    expect(asked(msisdn)).toBe(1);
  });

  it('of a line that does not exist is kept for a while, until the next write at most', async () => {
    const first = await get(`/sims/${UNKNOWN_LINE}`).expect(404);
    const second = await get(`/sims/${UNKNOWN_LINE}`).expect(404);
    await add(UNKNOWN_LINE).expect(404);
    await get(`/sims/${UNKNOWN_LINE}`).expect(404);

    expect(asked(UNKNOWN_LINE)).toBe(2);
    expect(second.headers).toMatchObject({ age: '0' });
    expect(status(second)).toMatch(/^freebit-gateway; hit; ttl=\d$/);
    expect({ ...second.body, requestId: '' }).toEqual({ ...first.body, requestId: '' });
  });

  it('is never made from a rejection, and is removed by one', async () => {
    const msisdn = line();
    await get(`/sims/${msisdn}/traffic`).expect(200);
    gateway.freebit.lines.change(msisdn, { state: 'suspended' });
    const refresh = () => get(`/sims/${msisdn}/traffic`).set('Cache-Control', 'no-cache');

    expect(status(await refresh().expect(200))).toContain('detail=too-young-to-refresh');
    await add(msisdn);
    await get(`/sims/${msisdn}/traffic`).expect(409);
    await get(`/sims/${msisdn}/traffic`).expect(409);

    expect(asked(msisdn, TRAFFIC)).toBe(3);
  });

  it('is counted by kind', async () => {
    const { text } = await get('/metrics').expect(200);

    expect(text).toMatch(/cached_reads_total\{kind="detail",result="hit"\} [1-9]/);
    expect(text).toMatch(/cached_reads_total\{kind="traffic",result="miss"\} [1-9]/);
  });
});
