import { Gateway } from '../harness/gateway';

describe('GET /sims/{msisdn}', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  afterEach(() => gateway.reset());
  afterAll(() => gateway.close());

  it('shows the line of the paper in clean words, with every digit of its ICCID', async () => {
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
      retrievedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      stale: false,
    });
  });
});
