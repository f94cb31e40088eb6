import { Gateway } from '../harness/gateway';
import { ask, freebitRoutes, startOver } from './freebit-routes';

const SIM = '09012345678';
const DETAIL = '/mvno/getDetail/';
const TRAFFIC = '/mvno/getTrafficInfo/';
const ADD = '/master/addSpec/';
const CHANGE = '/mvno/changePlan/';

const simWrites = freebitRoutes.filter(({ effect, target }) => effect === 'write' && target === 'sim');
const addQuota = simWrites.find(({ method }) => method === 'post')!;
const changePlan = simWrites.find(({ method }) => method === 'put')!;
const readPath = { sim: `/sims/${SIM}`, traffic: `/sims/${SIM}/traffic` };

describe('the traps of the papers', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  beforeEach(() => startOver(gateway));
  afterAll(() => gateway.close());

  /** Makes Freebit answer the next call with this. */
  const answer = (path: string, body: object, httpStatus = 200) =>
    gateway.freebit.faults.answer({ httpStatus, body: JSON.stringify(body) }, path);
  const line = (fields: object) => ({
    resultCode: 100,
    status: { message: 'OK', statusCode: 200 },
    responseDatas: { kind: 'MVNO', account: 9012345678, state: 'active', ...fields },
  });

  it.each([
    [100, 200, '100'],
    ['100', '200', 100],
    ['100', 200, '100'],
  ])('T1: codes may be texts or numbers, also mixed: %j %j %j', async (resultCode, statusCode, inner) => {
    answer(DETAIL, { ...line({ resultCode: inner }), resultCode, status: { statusCode } });

    await gateway.http.get(readPath.sim).expect(200);
  });

  it.each([100, 200, '100', '200', undefined])(
    'T2: success is detail code 100, even with a status of %j beside it',
    async (statusCode) => {
      answer(CHANGE, { resultCode: 100, status: { statusCode }, ipv4: '', ipv6: '' });

      const { body } = await ask(gateway, changePlan).expect(200);

      expect(body.state).toBe('applied');
    },
  );

  it.each([200, '200'])('T3: detail code %j is a rejection and never an OK', async (resultCode) => {
    answer(ADD, { resultCode, status: { message: 'NG', statusCode: 400 } });

    const { body } = await ask(gateway, addQuota).expect(502);

    expect(body).toMatchObject({ code: 'UPSTREAM_CONTRACT_VIOLATION', outcome: 'not_applied' });
  });

  it('T3: detail code 200 beside the status of success says neither yes nor no', async () => {
    answer(ADD, { resultCode: 200, status: { message: 'OK', statusCode: 200 } });

    const { body } = await ask(gateway, addQuota).expect(502);

    expect(body).toMatchObject({ code: 'OUTCOME_UNKNOWN', outcome: 'unknown' });
  });

  it('T4: PA05-21 may carry the class in resultCode and the detail code in statusCode', async () => {
    gateway.freebit.quirks.set({ planChangeDetailInStatusCode: true });

    const { body } = await ask(gateway, changePlan, '08011110004').expect(409);

    expect(body).toMatchObject({
      code: 'OPERATION_IN_PROGRESS',
      upstream: { api: 'PA05-21', resultCode: '230', statusCode: '500' },
    });
  });

  it('T5: the data of a line may be a list with one element', async () => {
    gateway.freebit.quirks.set({ mvnoAsObject: false });

    const { body } = await gateway.http.get(readPath.sim).expect(200);

    expect(body.msisdn).toBe(SIM);
  });

  it('T5: a rejection inside the data counts like one outside', async () => {
    gateway.freebit.quirks.set({ refusalsInside: true });

    const { body } = await gateway.http.get('/sims/09099999999').expect(404);

    expect(body).toMatchObject({ code: 'SIM_NOT_FOUND', upstream: { resultCode: '210' } });
  });

  it.each([true, false])(
    'T6: numbers keep their zeros and all digits, sent as JSON numbers or not (%s)',
    async (numeric) => {
      gateway.freebit.quirks.set({ numericAccount: numeric, numericIccid: numeric, numericDates: numeric });
      gateway.freebit.lines.change(SIM, { iccid: '89812000031091951237', imsi: '440101234567890' });

      const { body } = await gateway.http.get(readPath.sim).expect(200);

      expect(body).toMatchObject({
        msisdn: SIM,
        iccid: '89812000031091951237',
        imsi: '440101234567890',
        activatedOn: '2024-04-01',
      });
    },
  );

  it('T6: the data of another line is never shown', async () => {
    answer(DETAIL, line({ account: 8038433843, iccid: 8981199993109195000 }));

    const { body } = await gateway.http.get(readPath.sim).expect(502);

    expect(body.code).toBe('UPSTREAM_INVALID_RESPONSE');
    expect(JSON.stringify(body)).not.toContain('8981199993109195');
  });

  it('T7: a plan code has letters, digits, _ and -, although the paper says "numeric"', async () => {
    await ask(gateway, { ...changePlan, body: () => ({ planCode: 'LTE3G-p_01' }) }, SIM).expect(200);

    expect(gateway.freebit.lines.get(SIM).planCode).toBe('LTE3G-p_01');
  });

  it("T8: quota and traffic keep the vendor's number, with its unit in the name of our field", async () => {
    gateway.freebit.lines.change(SIM, { quota: '3161.314159' });
    gateway.freebit.traffic.set(SIM, { today: 1025 });

    const sim = await gateway.http.get(readPath.sim).expect(200);
    const traffic = await gateway.http.get(readPath.traffic).expect(200);

    expect(sim.body.quotaMb).toBe(3161.314159);
    expect(traffic.body.todayKb).toBe(1025);
  });

  it('T9: the recent days keep their order and get no dates', async () => {
    gateway.freebit.traffic.set(SIM, { inRecentDays: [300, 0, 100, 200] });

    const { body } = await gateway.http.get(readPath.traffic).expect(200);

    expect(body.recentDaysKb).toEqual([300, 0, 100, 200]);
  });

  it('T9: no recent days are an empty list', async () => {
    gateway.freebit.traffic.set(SIM, { inRecentDays: [] });

    const { body } = await gateway.http.get(readPath.traffic).expect(200);

    expect(body.recentDaysKb).toEqual([]);
  });

  it.each([
    { talkOption: { voicemail: 10 } },
    { talkOption: { voiceMail: '10' } },
    { talkoption: { VOICEMAIL: 10 } },
    { voiceMail: 10 },
    { voicemail: '10' },
  ])('T10: voice options are found as %j', async (fields) => {
    answer(DETAIL, line(fields));

    const { body } = await gateway.http.get(readPath.sim).expect(200);

    expect(body.voiceOptions.voicemailEnabled).toBe(true);
  });

  it('T11: a relation code is optional', async () => {
    const { body } = await gateway.http.get('/master-accounts/testMaster@test.ne.jp').expect(200);

    expect(body.accounts[0].relationCode).toBe('testuser');
    expect(body.accounts[1]).not.toHaveProperty('relationCode');
  });

  it('T12: a global address cannot be requested while its code is unknown', async () => {
    const route = { ...changePlan, body: () => ({ planCode: 'LTE3G_P02', globalIp: true }) };

    const { body } = await ask(gateway, route).expect(400);

    expect(body.errors).toMatchObject([{ pointer: '#/globalIp' }]);
    expect(gateway.freebit.journal.count()).toBe(0);
  });

  it('T13: a line inside a share group is refused as such by every call that cannot serve it', async () => {
    const traffic = await gateway.http.get('/sims/08011110002/traffic').expect(422);
    const quota = await ask(gateway, addQuota, '08011110002').expect(409);
    const plan = await ask(gateway, changePlan, '08011110002').expect(409);

    expect([traffic, quota, plan].map(({ body }) => body.upstream.resultCode)).toEqual(['240', '211', '330']);
    for (const { body } of [traffic, quota, plan]) expect(body.retryable).toBe(false);
    for (const { body } of [quota, plan]) expect(body.outcome).toBe('not_applied');
  });

  it('T14: a code that its own paper does not list has the meaning it has in other papers', async () => {
    gateway.freebit.faults.code(900, TRAFFIC);
    gateway.freebit.faults.code(204, CHANGE);

    const read = await gateway.http.get(readPath.traffic).expect(502);
    const write = await ask(gateway, changePlan).expect(422);

    expect(read.body.code).toBe('UPSTREAM_ERROR');
    expect(write.body).toMatchObject({ code: 'PARAMETER_REJECTED', outcome: 'not_applied' });
  });

  it('T14: a code that no paper lists never causes a crash, and leaves a write unknown', async () => {
    gateway.freebit.faults.code(777, TRAFFIC);
    gateway.freebit.faults.code(777, ADD);

    const read = await gateway.http.get(readPath.traffic).expect(502);
    const write = await ask(gateway, addQuota).expect(502);

    expect(read.body.code).toBe('UPSTREAM_CONTRACT_VIOLATION');
    expect(write.body).toMatchObject({ code: 'OUTCOME_UNKNOWN', outcome: 'unknown' });
  });

  it.each([200, 201, 400, 403, 404, 500, 503])(
    'T15: a rejection is an answer at HTTP %d too, and the call is not repeated',
    async (httpStatus) => {
      answer(ADD, { resultCode: '211', status: { statusCode: '500' } }, httpStatus);

      const { body } = await ask(gateway, addQuota).expect(409);

      expect(body).toMatchObject({ code: 'ACCOUNT_STATE_CONFLICT', retryable: false });
      expect(gateway.freebit.journal.count(ADD)).toBe(1);
    },
  );

  it.each(['OK', 'NG', '正常終了', '秘密 09012345678', '', null, 7])(
    'T16: the message %j decides nothing and is not passed on',
    async (message) => {
      answer(ADD, { resultCode: '210', status: { message, statusCode: '500' } });

      const { body, text } = await ask(gateway, addQuota).expect(404);

      expect(body.code).toBe('SIM_NOT_FOUND');
      if (typeof message === 'string' && message.length > 2) expect(text).not.toContain(message);
    },
  );

  it('T17: an expiry is reported as requested, not as applied', async () => {
    const route = { ...addQuota, body: () => ({ amountMb: 1, expiresOn: '2036-12-31' }) };

    const { body } = await ask(gateway, route).expect(201);

    expect(body.requestedExpiresOn).toBe('2036-12-31');
    expect(body).not.toHaveProperty('expiresOn');
  });

  it('T18: passwords are not requested, and not shown when they come anyway', async () => {
    const password = 'pa55word';
    answer(DETAIL, { ...line({ password, pass: { password }, displayPass: password }), password });

    const { text } = await gateway.http.get(readPath.sim).expect(200);

    expect(text).not.toContain(password);
    for (const { body } of gateway.freebit.journal.entries()) expect(body).not.toHaveProperty('displayPass');
  });

  it('T19: there is no list of lines, and one request asks for one line', async () => {
    await gateway.http.get('/sims').expect(404);
    await gateway.http.get(`/sims/${SIM},08038433843/traffic`).expect(400);
    await gateway.http.get(readPath.traffic).expect(200);

    expect(gateway.freebit.journal.entries({ path: TRAFFIC })).toMatchObject([{ account: SIM }]);
  });

  it('T20: days are those of Tokyo in requests and in answers', async () => {
    const today = gateway.freebit.clock.today();
    const route = { ...addQuota, body: () => ({ amountMb: 1, expiresOn: today }) };

    await ask(gateway, route).expect(201);
    const { body } = await gateway.http.get(readPath.sim).expect(200);

    expect(gateway.freebit.journal.entries({ path: ADD })).toMatchObject([
      { body: { expire: today.replaceAll('-', '') } },
    ]);
    expect(body.activatedOn).toBe('2024-04-01');
  });

  it("T21: the line of PA05-01's own example is blacklisted", async () => {
    const { body } = await gateway.http.get(readPath.traffic).expect(200);

    expect(body).toMatchObject({ todayKb: 100, recentDaysKb: [100, 200, 300], blacklisted: true });
  });

  it.each([addQuota, changePlan])(
    'T22: while a job is pending, $method is 409 with Retry-After',
    async (route) => {
      const { body, headers } = await ask(gateway, route, '08011110004').expect(409);
      const sim = await gateway.http.get('/sims/08011110004').expect(200);

      expect(body).toMatchObject({ code: 'OPERATION_IN_PROGRESS', retryable: true, outcome: 'not_applied' });
      expect(headers['retry-after']).toBe('60');
      expect(sim.body.pendingOperation.type).toBe('plan_set');
    },
  );

  it('T22: the same holds for a share group, which has another code', async () => {
    const group = freebitRoutes.find(({ effect, target }) => effect === 'write' && target === 'share_group');

    const { body, headers } = await ask(gateway, group!, 'CCC0_00000000001').expect(409);

    expect(body).toMatchObject({ code: 'OPERATION_IN_PROGRESS', upstream: { resultCode: '325' } });
    expect(headers['retry-after']).toBe('60');
  });
});
