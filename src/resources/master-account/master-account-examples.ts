import type { MasterAccountDto } from './master-account.dto';

/** The master account of the sandbox, as it is answered. */
export const masterAccountExamples: Readonly<Record<string, MasterAccountDto>> = {
  'With an account and a SIM': {
    account: 'testMaster@test.ne.jp',
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
        href: '/sims/08038433843',
        status: 'suspended',
        activatedOn: null,
      },
    ],
    retrievedAt: '2026-02-05T07:26:46Z',
    stale: false,
  },
};
