import { randomUUID } from 'node:crypto';
import { Gateway } from '../harness/gateway';
import { startOver } from './freebit-routes';

const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const UUID = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const SIM = '09012345678';
const PATH = '/mvno/changePlan/';

describe('/sims/{msisdn}/plan', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  beforeEach(() => startOver(gateway));
  afterAll(() => gateway.close());

  const put = (msisdn: string, body: object) =>
    gateway.http
      .put(`/sims/${msisdn}/plan`)
      .set('Idempotency-Key', randomUUID())
      .send({ ...body });
  const sent = () => gateway.freebit.journal.entries({ path: PATH }).map(({ body }) => body);

  it.each([
    [SIM, { planCode: 'LTE3G_P01', ipv4: null, ipv6: null, pendingOperation: null }],
    ['08011110003', { planCode: null, ipv4: null, ipv6: null, pendingOperation: null }],
    [
      '07011112222',
      { planCode: 'LTE3G_P01', ipv4: '203.0.113.10', ipv6: '2001:db8::10', pendingOperation: null },
    ],
    [
      '08038433843',
      {
        planCode: 'LTE3G_P01',
        ipv4: null,
        ipv6: null,
        pendingOperation: { type: 'registration', scheduledOn: '2013-12-01' },
      },
    ],
  ])('of %s is read', async (msisdn, plan) => {
    const { body } = await gateway.http.get(`/sims/${msisdn}/plan`).expect(200);

    expect(body).toEqual({ msisdn, ...plan, retrievedAt: INSTANT, stale: false });
  });

  it('is replaced at once', async () => {
    const { body, headers } = await put(SIM, { planCode: 'LTE3G_P02' }).expect(200);

    expect(body).toEqual({
      operationId: UUID,
      msisdn: SIM,
      planCode: 'LTE3G_P02',
      state: 'applied',
      effectiveOn: null,
      ipv4: null,
      ipv6: null,
    });
    expect(headers).not.toHaveProperty('location');
    expect(sent()).toEqual([{ authKey: '***', account: SIM, planCode: 'LTE3G_P02' }]);
    expect(gateway.freebit.lines.get(SIM).planCode).toBe('LTE3G_P02');
  });

  it('is replaced on a future day, and operation and line can be read meanwhile', async () => {
    const { body, headers } = await put(SIM, { planCode: 'LTE3G_P02', effectiveOn: '2036-12-01' }).expect(
      202,
    );

    expect(body).toMatchObject({ state: 'scheduled', effectiveOn: '2036-12-01', planCode: 'LTE3G_P02' });
    expect(sent()).toMatchObject([{ runTime: '20361201' }]);
    const operation = await gateway.http.get(String(headers.location)).expect(200);
    expect(operation.body).toMatchObject({ operationId: body.operationId, state: 'applied' });
    const line = await gateway.http.get(`/sims/${SIM}/plan`).expect(200);
    expect(line.body).toMatchObject({
      planCode: 'LTE3G_P01',
      pendingOperation: { type: 'plan_set', scheduledOn: '2036-12-01' },
    });
  });

  it('is the new one once its day has come', async () => {
    await put(SIM, { planCode: 'LTE3G_P02', effectiveOn: '2036-12-01' }).expect(202);
    gateway.freebit.clock.set('2036-12-01');

    const { body } = await gateway.http.get(`/sims/${SIM}/plan`).expect(200);

    expect(body).toMatchObject({ planCode: 'LTE3G_P02', pendingOperation: null });
  });

  it('is shown with the national number for any spelling of the line', async () => {
    const { body, headers } = await put('%2B819012345678', {
      planCode: 'P',
      effectiveOn: '2036-12-01',
    }).expect(202);

    expect(headers.location).toBe(`/operations/${body.operationId}`);
    expect(body.msisdn).toBe(SIM);
  });

  it('can be set for today in Tokyo', async () => {
    const effectiveOn = gateway.freebit.clock.today();

    const { body } = await put(SIM, { planCode: 'LTE3G_P02', effectiveOn }).expect(202);

    expect(body).toMatchObject({ state: 'scheduled', effectiveOn });
  });

  it('comes without a global address on request', async () => {
    await put('07011112222', { planCode: 'LTE3G_P02', globalIp: false }).expect(200);

    expect(sent()).toEqual([
      { authKey: '***', account: '07011112222', planCode: 'LTE3G_P02', globalIp: '20' },
    ]);
  });

  it('keeps a global address when `globalIp` is left out, and shows it', async () => {
    const { body } = await put('07011112222', { planCode: 'LTE3G_P02' }).expect(200);

    expect(body).toMatchObject({ ipv4: '203.0.113.10', ipv6: '2001:db8::10' });
  });

  it.each(['P', 'LTE3G_P01', '0123456789', '-_-', 'x'.repeat(32)])(
    'may have the code %s',
    async (planCode) => {
      const { body } = await put(SIM, { planCode }).expect(200);

      expect(body.planCode).toBe(planCode);
      expect(sent()).toMatchObject([{ planCode }]);
    },
  );

  it.each([
    [{}, '#/planCode required'],
    [{ planCode: '' }, '#/planCode invalid_format'],
    [{ planCode: 'a b' }, '#/planCode invalid_format'],
    [{ planCode: 'LTE3G.P01' }, '#/planCode invalid_format'],
    [{ planCode: 'P\n' }, '#/planCode invalid_format'],
    [{ planCode: 'プラン' }, '#/planCode invalid_format'],
    [{ planCode: 'x'.repeat(33) }, '#/planCode invalid_format'],
    [{ planCode: 1 }, '#/planCode wrong_type'],
    [{ planCode: null }, '#/planCode wrong_type'],
    [{ planCode: 'P', globalIp: 'false' }, '#/globalIp wrong_type'],
    [{ planCode: 'P', globalIp: 20 }, '#/globalIp wrong_type'],
    [{ planCode: 'P', globalIp: null }, '#/globalIp wrong_type'],
    [{ planCode: 'P', globalIp: true }, '#/globalIp not_configured'],
    [{ planCode: 'P', effectiveOn: '2027-02-30' }, '#/effectiveOn not_a_calendar_day'],
    [{ planCode: 'P', effectiveOn: '2015-02-27' }, '#/effectiveOn day_in_the_past'],
    [{ planCode: 'P', effectiveOn: '20361201' }, '#/effectiveOn invalid_format'],
    [{ planCode: 'P', effectiveOn: null }, '#/effectiveOn invalid_format'],
    [{ planCode: 'P', runTime: '20361201' }, '#/runTime unknown_property'],
  ])('is not changed by %j, and nothing is sent', async (request, expected) => {
    const { body } = await put(SIM, request).expect(400);

    const errors: readonly { pointer: string; code: string }[] = body.errors;
    expect(body).toMatchObject({ code: 'VALIDATION_FAILED', outcome: 'not_applied' });
    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([expected]);
    expect(gateway.freebit.journal.count()).toBe(0);
  });

  it.each([
    ['suspended', '08011110001', 409, 'ACCOUNT_STATE_CONFLICT'],
    ['in a share group', '08011110002', 409, 'SIM_IN_SHARE_GROUP'],
    ['waiting for a job', '08011110004', 409, 'OPERATION_IN_PROGRESS'],
    ['cancelled', '08011110005', 409, 'ACCOUNT_STATE_CONFLICT'],
    ['unknown', '09099999999', 404, 'SIM_NOT_FOUND'],
  ])('stays as it is for a line that is %s', async (_how, msisdn, status, code) => {
    const { body } = await put(msisdn, { planCode: 'LTE3G_P02' }).expect(status);

    expect(body).toMatchObject({ code, outcome: 'not_applied', operationId: UUID });
    expect(gateway.freebit.journal.executions()).toBe(0);
  });

  it('can be set for a line without one', async () => {
    await put('08011110003', { planCode: 'LTE3G_P02' }).expect(200);

    expect(gateway.freebit.lines.get('08011110003').planCode).toBe('LTE3G_P02');
  });
});

it('a plan change asks for a global address once the operator has configured its code', async () => {
  const gateway = await Gateway.start({ FREEBIT_GLOBAL_IP_ENABLED_CODE: '10' });
  gateway.freebit.quirks.set({ globalIpEnabledCode: '10' });

  const { body } = await gateway.http
    .put(`/sims/${SIM}/plan`)
    .set('Idempotency-Key', randomUUID())
    .send({ planCode: 'LTE3G_P02', globalIp: true })
    .expect(200);

  expect(body.ipv4).toEqual(expect.any(String));
  expect(gateway.freebit.journal.entries({ path: PATH })).toMatchObject([{ body: { globalIp: '10' } }]);
  await gateway.close();
});
