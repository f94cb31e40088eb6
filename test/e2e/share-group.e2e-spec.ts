import { randomUUID } from 'node:crypto';
import { Gateway } from '../harness/gateway';
import { startOver } from './freebit-routes';

const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const GROUP = 'AAA0_00000000001';

describe('/share-groups/{groupCode}', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  beforeEach(() => startOver(gateway));
  afterAll(() => gateway.close());

  const add = (groupCode: string, body: object) =>
    gateway.http
      .post(`/share-groups/${groupCode}/quota`)
      .set('Idempotency-Key', randomUUID())
      .send({ ...body });

  it('shows what the whole group used today, and no recent days', async () => {
    const { body } = await gateway.http.get(`/share-groups/${GROUP}/traffic`).expect(200);

    expect(body).toEqual({
      groupCode: GROUP,
      todayKb: 100,
      blacklisted: true,
      retrievedAt: INSTANT,
      stale: false,
    });
    expect(
      gateway.freebit.journal.entries({ path: '/mvno/getTrafficInfo/' }).map(({ body }) => body),
    ).toEqual([{ authKey: '***', account: GROUP }]);
  });

  it('shows no recent days even when Freebit sends some', async () => {
    gateway.freebit.quirks.set({ emptyRecentDaysOfGroups: false });

    const { body } = await gateway.http.get(`/share-groups/${GROUP}/traffic`).expect(200);

    expect(body).not.toHaveProperty('recentDaysKb');
  });

  it('adds data to the group', async () => {
    const { body } = await add('QUMB_00000000001', { amountMb: 10_000, reference: 'campaign-100' }).expect(
      201,
    );

    expect(body).toEqual({
      operationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      target: { type: 'share_group', groupCode: 'QUMB_00000000001' },
      amountMb: 10_000,
      reference: 'campaign-100',
      requestedExpiresOn: null,
      acceptedAt: INSTANT,
    });
    expect(gateway.freebit.groups.get('QUMB_00000000001').quota).toBe('20000');
    expect(gateway.freebit.journal.entries({ path: '/master/addSpec/' }).map(({ body }) => body)).toEqual([
      {
        authKey: '***',
        kind: 'MVNO',
        account: 'QUMB_00000000001',
        quota: '10000',
        quotaCode: 'campaign-100',
      },
    ]);
  });

  it.each([
    ['BBB0_00000000001', 409, 'ACCOUNT_STATE_CONFLICT'],
    ['CCC0_00000000001', 409, 'OPERATION_IN_PROGRESS'],
    ['ZZZ0_00000000009', 404, 'SHARE_GROUP_NOT_FOUND'],
  ])('answers why %s gets no data', async (groupCode, status, code) => {
    const { body } = await add(groupCode, { amountMb: 100 }).expect(status);

    expect(body).toMatchObject({ code, outcome: 'not_applied' });
    expect(gateway.freebit.journal.executions()).toBe(0);
  });

  it.each(['a_0', 'A_00000000001', 'ABCDEFGHIJ123456_12345678901234567890'])(
    'accepts the code %s as it is',
    async (groupCode) => {
      gateway.freebit.groups.seed(groupCode);

      const { body } = await gateway.http.get(`/share-groups/${groupCode}/traffic`).expect(200);

      expect(body.groupCode).toBe(groupCode);
    },
  );

  it.each([
    'AAA0',
    'AAA0_',
    '_00000000001',
    'AAA0-00000000001',
    'AAA0_0000000000x',
    'AAA0__1',
    '%20AAA0_1',
    'AAA0_1%0A',
    'ABCDEFGHIJ1234567_1',
    'A_123456789012345678901',
    '%EF%BC%A1_1',
  ])('refuses the code %s without calling Freebit', async (groupCode) => {
    const { body } = await gateway.http.get(`/share-groups/${groupCode}/traffic`).expect(400);

    expect(body).toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ parameter: 'groupCode', code: 'invalid_group_code', message: expect.any(String) }],
    });
    expect(gateway.freebit.journal.count()).toBe(0);
  });

  it.each(['09012345678', '+819012345678', '%2B819012345678', '02001234567890', '9012345678'])(
    'names the right path for the number %s, on both routes',
    async (number) => {
      const read = await gateway.http.get(`/share-groups/${number}/traffic`).expect(400);
      const write = await add(number, { amountMb: 100 }).expect(400);

      for (const { body } of [read, write]) expect(body.errors[0].message).toContain('/sims/{msisdn}');
      expect(write.body.outcome).toBe('not_applied');
      expect(gateway.freebit.journal.count()).toBe(0);
    },
  );

  it.each(['', '/plan', '/sims'])('has no resource at %j', async (below) => {
    const { body } = await gateway.http.get(`/share-groups/${GROUP}${below}`).expect(404);

    expect(body.code).toBe('ROUTE_NOT_FOUND');
  });
});
