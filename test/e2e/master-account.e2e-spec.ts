import { Gateway } from '../harness/gateway';
import { startOver } from './freebit-routes';

const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const MASTER = 'testMaster@test.ne.jp';

describe('GET /master-accounts/{account}', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
  });
  beforeEach(() => startOver(gateway));
  afterAll(() => gateway.close());

  it('lists the linked accounts of the paper, with a link to each line', async () => {
    const { body } = await gateway.http.get(`/master-accounts/${MASTER}`).expect(200);

    expect(body).toEqual({
      account: MASTER,
      accounts: [
        {
          kind: 'master',
          account: 'testAccount@test.ne.jp',
          status: 'active',
          activatedOn: '2012-04-01',
          relationCode: 'testuser',
        },
        {
          kind: 'sim',
          account: '08038433843',
          msisdn: '08038433843',
          phoneNumber: '+818038433843',
          status: 'suspended',
          activatedOn: null,
          href: '/sims/08038433843',
        },
      ],
      retrievedAt: INSTANT,
      stale: false,
    });
  });

  it('asks Freebit for the master without a version', async () => {
    await gateway.http.get(`/master-accounts/${MASTER}`).expect(200);

    const calls = gateway.freebit.journal.entries({ path: '/mvno/getDetail/' });
    expect(calls.map(({ body }) => body)).toEqual([
      { authKey: '***', requestDatas: [{ kind: 'MASTER', account: MASTER }] },
    ]);
  });

  it('links to a line that can be read', async () => {
    const { body } = await gateway.http.get(`/master-accounts/${MASTER}`).expect(200);

    const line = await gateway.http.get(body.accounts[1].href).expect(200);

    expect(line.body.msisdn).toBe('08038433843');
  });

  it('calls an unknown kind `other`, without a link', async () => {
    const linked = [{ kind: 'HOME', account: '0312345678', state: 'active' } as const];
    gateway.freebit.masters.seed({ account: 'odd', linked });

    const { body } = await gateway.http.get('/master-accounts/odd').expect(200);

    expect(body.accounts).toEqual([
      { kind: 'other', account: expect.stringMatching(/312345678$/), status: 'active', activatedOn: null },
    ]);
  });

  it('restores the number of a machine with 14 digits', async () => {
    const linked = [{ kind: 'MVNO', account: '02001234567890', state: 'active' } as const];
    gateway.freebit.masters.seed({ account: 'machines', linked });

    const { body } = await gateway.http.get('/master-accounts/machines').expect(200);

    expect(body.accounts).toMatchObject([{ msisdn: '02001234567890', href: '/sims/02001234567890' }]);
  });

  it('shows a master without linked accounts as an empty list', async () => {
    gateway.freebit.masters.seed('lonely');

    const { body } = await gateway.http.get('/master-accounts/lonely').expect(200);

    expect(body).toMatchObject({ account: 'lonely', accounts: [] });
  });

  it.each(['testMaster%40test.ne.jp', 'test%4Daster@test.ne.jp', '%74estMaster%40test%2Ene%2Ejp'])(
    'decodes %s',
    async (spelling) => {
      const { body } = await gateway.http.get(`/master-accounts/${spelling}`).expect(200);

      expect(body.account).toBe(MASTER);
    },
  );

  it.each(['a/b@c', 'a?b#c%', '"<>\\^`{|}', 'x'.repeat(256)])(
    'accepts any printable name when it is percent-encoded: %s',
    async (account) => {
      gateway.freebit.masters.seed(account);

      const { body } = await gateway.http.get(`/master-accounts/${encodeURIComponent(account)}`).expect(200);

      expect(body.account).toBe(account);
    },
  );

  it.each([
    ['a control character', 'a%00b'],
    ['a line break', 'a%0A'],
    ['another alphabet', '%E3%83%86%E3%82%B9%E3%83%88'],
    ['257 characters', 'x'.repeat(257)],
  ])('refuses %s without calling Freebit', async (_what, account) => {
    const { body } = await gateway.http.get(`/master-accounts/${account}`).expect(400);

    expect(body).toMatchObject({
      code: 'VALIDATION_FAILED',
      errors: [{ parameter: 'account', code: 'invalid_account', message: expect.any(String) }],
    });
    expect(gateway.freebit.journal.count()).toBe(0);
  });

  it('answers 404 for a master that does not exist', async () => {
    const { body } = await gateway.http.get('/master-accounts/nobody@test.ne.jp').expect(404);

    expect(body).toMatchObject({
      code: 'MASTER_ACCOUNT_NOT_FOUND',
      instance: '/master-accounts/n****@test.ne.jp',
      upstream: { api: 'PA03-02', resultCode: '210' },
    });
  });
});
