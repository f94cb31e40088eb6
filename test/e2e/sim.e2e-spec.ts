import { Gateway } from '../harness/gateway';
import { startOver } from './freebit-routes';

const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

describe('GET /sims/{msisdn}', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  beforeEach(() => startOver(gateway));
  afterAll(() => gateway.close());

  it('shows the line of the paper in our vocabulary, with every digit of its ICCID', async () => {
    const { body } = await gateway.http.get('/sims/08038433843').expect(200);

    expect(body).toEqual({
      msisdn: '08038433843',
      phoneNumber: '+818038433843',
      status: 'active',
      activatedOn: '2013-09-01',
      masterAccount: 'testMaster@test.ne.jp',
      planCode: 'LTE3G_P01',
      quotaMb: 3161.31,
      iccid: '8981199993109195000',
      imsi: '990103120337753',
      contractLine: '4G',
      formFactor: 'standard',
      smsEnabled: true,
      voiceEnabled: true,
      ipv4: null,
      ipv6: null,
      voiceOptions: null,
      pendingOperation: { type: 'registration', scheduledOn: '2013-12-01' },
      retrievedAt: INSTANT,
      stale: false,
    });
  });

  it('asks Freebit once, for one line, without passwords', async () => {
    await gateway.http.get('/sims/08038433843').expect(200);

    const calls = gateway.freebit.journal.entries({ path: '/mvno/getDetail/' });
    expect(calls.map(({ body }) => body)).toEqual([
      { authKey: '***', version: '2', requestDatas: [{ kind: 'MVNO', account: '08038433843' }] },
    ]);
  });

  it.each([
    ['09012345678', '09012345678'],
    ['+819012345678', '09012345678'],
    ['%2B819012345678', '09012345678'],
    ['%2b819012345678', '09012345678'],
    ['%30%39012345678', '09012345678'],
    ['02001234567890', '02001234567890'],
    ['+812001234567890', '02001234567890'],
    ['%2B812001234567890', '02001234567890'],
  ])('reads the spelling %s as %s', async (spelling, msisdn) => {
    const { body } = await gateway.http.get(`/sims/${spelling}`).expect(200);

    expect(body).toMatchObject({ msisdn, phoneNumber: `+81${msisdn.slice(1)}` });
    expect(gateway.freebit.journal.entries({ path: '/mvno/getDetail/' })).toMatchObject([
      { account: msisdn },
    ]);
  });

  it.each([
    '9012345678',
    '0901234567',
    '090123456789',
    '090-1234-5678',
    '090%201234%205678',
    '%2009012345678',
    '09012345678%0A',
    '819012345678',
    '+8109012345678',
    '%252B819012345678',
    '++819012345678',
    '+19012345678',
    '0201234567890',
    '12345678901',
    '0901234567a',
    '%EF%BC%90%EF%BC%99%EF%BC%9012345678',
    '09012345678,08038433843',
    'null',
    '0x090123456',
    '%00',
  ])('refuses the spelling %s, names the right ones and does not call Freebit', async (spelling) => {
    const { body } = await gateway.http.get(`/sims/${spelling}`).expect(400);

    expect(body).toMatchObject({
      code: 'VALIDATION_FAILED',
      retryable: false,
      errors: [
        { parameter: 'msisdn', code: 'invalid_msisdn', message: expect.stringContaining('09012345678') },
      ],
    });
    expect(body).not.toHaveProperty('outcome');
    expect(gateway.freebit.journal.count()).toBe(0);
  });

  it.each(['', '/traffic', '/quota', '/plan'])(
    'names the right path for a share group code, also below: %s',
    async (below) => {
      const { body } = await gateway.http.get(`/sims/AAA0_00000000001${below}`).expect(400);

      expect(body.errors[0].message).toContain('/share-groups/{groupCode}');
      expect(gateway.freebit.journal.count()).toBe(0);
    },
  );

  it.each([
    ['waiting', 'waiting'],
    ['temporary', 'temporary'],
    ['active', 'active'],
    ['suspended', 'suspended'],
    ['obsolete', 'cancelled'],
  ] as const)('calls a line that is %s %s', async (state, status) => {
    gateway.freebit.lines.seed({ msisdn: '09022223333', state });

    const { body } = await gateway.http.get('/sims/09022223333').expect(200);

    expect(body.status).toBe(status);
  });

  it.each([
    ['08011110005', { status: 'cancelled', planCode: null }],
    ['08011110006', { status: 'waiting', activatedOn: null }],
    ['08011110003', { status: 'active', planCode: null }],
    ['02001234567890', { smsEnabled: false, voiceEnabled: false, iccid: '8981200003109195777' }],
    ['07011112222', { iccid: '89812000031091951237', ipv4: '203.0.113.10', ipv6: '2001:db8::10' }],
  ])('shows for %s what Freebit sends, and null for the rest', async (msisdn, expected) => {
    const { body } = await gateway.http.get(`/sims/${msisdn}`).expect(200);

    expect(body).toMatchObject(expected);
  });

  it.each([
    ['regist', 'registration'],
    ['stop', 'suspension'],
    ['resume', 'resumption'],
    ['cancel', 'cancellation'],
    ['revival', 'revival'],
    ['plnset', 'plan_set'],
    ['plnunset', 'plan_unset'],
    ['change', 'change'],
    ['chgctract', 'contract_change'],
  ] as const)('shows the pending job %s as %s', async (func, type) => {
    gateway.freebit.lines.seed({ msisdn: '09022223333', async: { func, date: '20361201' } });

    const { body } = await gateway.http.get('/sims/09022223333').expect(200);

    expect(body.pendingOperation).toEqual({ type, scheduledOn: '2036-12-01' });
  });

  it.each([true, false])(
    'has no pending operation when no job is pending (with an empty `async`: %s)',
    async (empty) => {
      gateway.freebit.quirks.set({ emptyAsync: empty });

      const { body } = await gateway.http.get('/sims/09012345678').expect(200);

      expect(body.pendingOperation).toBeNull();
    },
  );

  it('answers 404 for a line that does not exist', async () => {
    const { body } = await gateway.http.get('/sims/09099999999').expect(404);

    expect(body).toMatchObject({ code: 'SIM_NOT_FOUND', instance: '/sims/090****9999' });
  });
});
