import fc from 'fast-check';
import { accountStates } from '../../freebit/calls/account-detail/account-states';
import type { MasterDetail } from '../../freebit/calls/account-detail/master-detail';
import { toMasterAccount } from './master-account.mapper';

const FIELDS = ['kind', 'account', 'msisdn', 'phoneNumber', 'status', 'activatedOn', 'relationCode', 'href'];
const LEAK = 'pa55word';

const linked: fc.Arbitrary<MasterDetail['accounts'][number]> = fc
  .record({
    kind: fc.constantFrom('MASTER', 'MVNO', 'unknown'),
    account: fc.oneof(fc.stringMatching(/^0\d{10}$/), fc.string({ minLength: 1 })),
    state: fc.constantFrom(...accountStates, 'unknown'),
    startDate: fc.option(fc.string()),
    relationCode: fc.option(fc.string()),
  })
  .chain((account) => fc.dictionary(fc.string(), fc.constant(LEAK)).map((more) => ({ ...more, ...account })));

const master = fc.record({ masterAccount: fc.string(), accounts: fc.array(linked) });

function map(value: MasterDetail) {
  return toMasterAccount({ value, retrievedAt: '2026-02-05T07:26:46Z', stale: false });
}

describe('a master account made from an answer of Freebit', () => {
  it('has only the documented fields', () => {
    fc.assert(
      fc.property(master, (value) => {
        const mapped = map(value);

        expect(Object.keys(mapped)).toEqual(['account', 'accounts', 'retrievedAt', 'stale']);
        for (const account of mapped.accounts)
          expect(FIELDS).toEqual(expect.arrayContaining(Object.keys(account)));
        expect(JSON.stringify(mapped)).not.toContain(LEAK);
      }),
    );
  });

  it('links only to phone numbers, and keeps the order of its accounts', () => {
    fc.assert(
      fc.property(master, (value) => {
        const { accounts } = map(value);

        expect(accounts.map(({ account }) => account)).toEqual(value.accounts.map(({ account }) => account));
        for (const linked of accounts)
          expect('href' in linked && linked.href).toBe(
            linked.kind === 'sim' && /^0(\d{10}|200\d{10})$/.test(linked.account)
              ? `/sims/${linked.account}`
              : false,
          );
      }),
    );
  });
});
