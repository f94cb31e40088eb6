import { randomUUID } from 'node:crypto';
import { Gateway } from '../harness/gateway';
import { startOver } from './freebit-routes';

const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const UUID = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const SIM = '09012345678';
const PATH = '/master/addSpec/';

describe('/sims/{msisdn}/quota', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  beforeEach(() => startOver(gateway));
  afterAll(() => gateway.close());

  const add = (msisdn: string, body: object) =>
    gateway.http
      .post(`/sims/${msisdn}/quota`)
      .set('Idempotency-Key', randomUUID())
      .send({ ...body });
  const quotaOf = (msisdn: string) => gateway.freebit.lines.get(msisdn).quota;

  it('is shown as the single number that Freebit sends', async () => {
    const { body } = await gateway.http.get(`/sims/${SIM}/quota`).expect(200);

    expect(body).toEqual({ msisdn: SIM, quotaMb: 3161.31, retrievedAt: INSTANT, stale: false });
    expect(gateway.freebit.journal.entries({ path: '/mvno/getDetail/' }).map(({ body }) => body)).toEqual([
      { authKey: '***', version: '2', requestDatas: [{ kind: 'MVNO', account: SIM }] },
    ]);
  });

  it('grows by the added amount, and the answer repeats the request', async () => {
    const { body } = await add(SIM, { amountMb: 100 }).expect(201);

    expect(body).toEqual({
      operationId: UUID,
      target: { type: 'sim', msisdn: SIM },
      amountMb: 100,
      reference: null,
      requestedExpiresOn: null,
      acceptedAt: INSTANT,
    });
    expect(quotaOf(SIM)).toBe('3261.31');
  });

  it('is added with the amount as a text, and without fields that were not given', async () => {
    await add(SIM, { amountMb: 100 }).expect(201);

    expect(gateway.freebit.journal.entries({ path: PATH }).map(({ body }) => body)).toEqual([
      { authKey: '***', kind: 'MVNO', account: SIM, quota: '100' },
    ]);
  });

  it('is added with a reference and a last day, and the answer repeats both', async () => {
    const request = { amountMb: 512_000, reference: '!campaign~100"', expiresOn: '2036-02-29' };

    const { body } = await add(SIM, request).expect(201);

    expect(body).toMatchObject({ reference: request.reference, requestedExpiresOn: '2036-02-29' });
    expect(gateway.freebit.journal.entries({ path: PATH })).toMatchObject([
      { body: { quota: '512000', quotaCode: request.reference, expire: '20360229' }, executions: 1 },
    ]);
  });

  it('grows twice when data is added twice', async () => {
    const first = await add(SIM, { amountMb: 100, reference: 'same' }).expect(201);
    const second = await add(SIM, { amountMb: 100, reference: 'same' }).expect(201);

    expect(first.body.operationId).not.toBe(second.body.operationId);
    expect(gateway.freebit.journal.executions(SIM)).toBe(2);
    expect(quotaOf(SIM)).toBe('3361.31');
  });

  it.each([
    ['+819012345678', SIM],
    ['%2B819012345678', SIM],
    ['02001234567890', '02001234567890'],
    ['+812001234567890', '02001234567890'],
  ])('of the spelling %s is that of the line %s', async (spelling, msisdn) => {
    const { body } = await add(spelling, { amountMb: 1 }).expect(201);

    expect(body.target).toEqual({ type: 'sim', msisdn });
    expect(gateway.freebit.journal.executions(msisdn)).toBe(1);
  });

  it.each([
    {
      how: 'suspended',
      msisdn: '08011110001',
      status: 409,
      code: 'ACCOUNT_STATE_CONFLICT',
      resultCode: '211',
    },
    {
      how: 'in a share group',
      msisdn: '08011110002',
      status: 409,
      code: 'ACCOUNT_STATE_CONFLICT',
      resultCode: '211',
    },
    {
      how: 'without a plan',
      msisdn: '08011110003',
      status: 422,
      code: 'QUOTA_ADDITION_NOT_ALLOWED',
      resultCode: '234',
    },
    {
      how: 'waiting for a job',
      msisdn: '08011110004',
      status: 409,
      code: 'OPERATION_IN_PROGRESS',
      resultCode: '230',
    },
    {
      how: 'cancelled',
      msisdn: '08011110005',
      status: 409,
      code: 'ACCOUNT_STATE_CONFLICT',
      resultCode: '211',
    },
    {
      how: 'waiting for its set-up',
      msisdn: '08011110006',
      status: 409,
      code: 'ACCOUNT_STATE_CONFLICT',
      resultCode: '211',
    },
    { how: 'unknown', msisdn: '09099999999', status: 404, code: 'SIM_NOT_FOUND', resultCode: '210' },
  ])('does not grow for a line that is $how', async ({ msisdn, status, code, resultCode }) => {
    const { body } = await add(msisdn, { amountMb: 100 }).expect(status);

    expect(body).toMatchObject({
      code,
      outcome: 'not_applied',
      operationId: UUID,
      upstream: { api: 'PA04-04', resultCode },
    });
    expect(gateway.freebit.journal.executions()).toBe(0);
  });

  it.each([
    ['not-provided', 'SERVICE_NOT_PROVIDED'],
    ['not-allowed', 'QUOTA_ADDITION_NOT_ALLOWED'],
  ] as const)('does not grow where the contract says %s', async (quotaAddition, code) => {
    gateway.freebit.lines.seed({ msisdn: '09022223333', quotaAddition });

    const { body } = await add('09022223333', { amountMb: 100 }).expect(422);

    expect(body).toMatchObject({ code, outcome: 'not_applied' });
  });
});
