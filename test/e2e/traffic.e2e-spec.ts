import { Gateway } from '../harness/gateway';
import { startOver } from './freebit-routes';

const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const PATH = '/mvno/getTrafficInfo/';

describe('GET /sims/{msisdn}/traffic', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  beforeEach(() => startOver(gateway));
  afterAll(() => gateway.close());

  it('shows the kilobytes of today and of the recent days in the order of Freebit', async () => {
    const { body } = await gateway.http.get('/sims/09012345678/traffic').expect(200);

    expect(body).toEqual({
      msisdn: '09012345678',
      todayKb: 100,
      recentDaysKb: [100, 200, 300],
      blacklisted: true,
      retrievedAt: INSTANT,
      stale: false,
    });
    expect(gateway.freebit.journal.entries({ path: PATH }).map(({ body }) => body)).toEqual([
      { authKey: '***', account: '09012345678' },
    ]);
  });

  it.each(['+819012345678', '%2B819012345678'])('asks for the national number of %s', async (spelling) => {
    const { body } = await gateway.http.get(`/sims/${spelling}/traffic`).expect(200);

    expect(body.msisdn).toBe('09012345678');
    expect(gateway.freebit.journal.entries({ path: PATH })).toMatchObject([{ account: '09012345678' }]);
  });

  it('shows zero for a 14-digit machine number that has used nothing', async () => {
    const { body } = await gateway.http.get('/sims/02001234567890/traffic').expect(200);

    expect(body).toMatchObject({
      msisdn: '02001234567890',
      todayKb: 0,
      recentDaysKb: [0, 0, 0],
      blacklisted: false,
    });
  });

  it('keeps every digit of a large number of kilobytes', async () => {
    gateway.freebit.traffic.set('09012345678', { today: 123_456_789_012, inRecentDays: [] });

    const { body } = await gateway.http.get('/sims/09012345678/traffic').expect(200);

    expect(body).toMatchObject({ todayKb: 123_456_789_012, recentDaysKb: [] });
  });

  it.each([
    ['no plan', '08011110003', 422, 'PHONE_NUMBER_NOT_ELIGIBLE'],
    ['a share group', '08011110002', 422, 'PHONE_NUMBER_NOT_ELIGIBLE'],
    ['suspension', '08011110001', 409, 'ACCOUNT_STATE_CONFLICT'],
    ['cancellation', '08011110005', 409, 'ACCOUNT_STATE_CONFLICT'],
    ['an unknown number', '09099999999', 404, 'SIM_NOT_FOUND'],
  ])('answers with an error because of %s', async (_why, msisdn, status, code) => {
    const { body } = await gateway.http.get(`/sims/${msisdn}/traffic`).expect(status);

    expect(body).toMatchObject({ code, retryable: false, upstream: { api: 'PA05-01' } });
    expect(body).not.toHaveProperty('outcome');
  });

  it.each([
    ['1,x', [1, null]],
    ['1,,2', [1, null, 2]],
    ['1;2', [null]],
    ['1,-', [1, null]],
    ['NaN', [null]],
  ])('reads what is not a number in the recent days "%s" as null, never as 0', async (inRecentDays, days) => {
    const traffic = { today: '1', inRecentDays, blackList: '20' };
    const answer = { resultCode: '100', status: {}, account: '09012345678', traffic };
    gateway.freebit.faults.answer({ httpStatus: 200, body: JSON.stringify(answer) }, PATH, Infinity);

    const { body } = await gateway.http.get('/sims/09012345678/traffic').expect(200);

    expect(body.recentDaysKb).toEqual(days);
  });
});
