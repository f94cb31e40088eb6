import type { MasterDetail } from '../../freebit/operations/account-detail/master-detail';
import { toAccountStatus } from '../account-status';
import type { Retrieved } from '../freebit-reads';
import { isMsisdn, toPhoneNumber } from '../msisdn';
import type { LinkedAccountDto, MasterAccountDto } from './master-account.dto';

export function toMasterAccount({ value, retrievedAt, stale }: Retrieved<MasterDetail>): MasterAccountDto {
  return {
    account: value.masterAccount,
    accounts: value.accounts.map(toLinkedAccount),
    retrievedAt,
    stale,
  };
}

const kinds = { MVNO: 'sim', MASTER: 'master', unknown: 'other' } as const;

function toLinkedAccount(linked: MasterDetail['accounts'][number]): LinkedAccountDto {
  return {
    kind: kinds[linked.kind],
    account: linked.account,
    ...(linked.kind === 'MVNO' && simLinks(linked.account)),
    status: toAccountStatus(linked.state),
    activatedOn: linked.startDate,
    relationCode: linked.relationCode ?? undefined,
  };
}

function simLinks(account: string): Pick<LinkedAccountDto, 'msisdn' | 'phoneNumber' | 'href'> {
  if (!isMsisdn(account)) return {};
  return { msisdn: account, phoneNumber: toPhoneNumber(account), href: `/sims/${account}` };
}
