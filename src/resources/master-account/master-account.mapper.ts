import type { MasterDetail } from '../../freebit/calls/account-detail/master-detail';
import { toAccountStatus } from '../account-status';
import { publicPath } from '../../http/public-path';
import type { Retrieved } from '../line-reads';
import { parseSim, toPhoneNumber } from '../../lines/line';
import type { LinkedAccountDto, MasterAccountDto } from './master-account.dto';

export function toMasterAccount({ value, retrievedAt, stale }: Retrieved<MasterDetail>): MasterAccountDto {
  return {
    account: value.masterAccount,
    accounts: value.accounts.map(toLinkedAccount),
    retrievedAt,
    stale,
  };
}

function toLinkedAccount(linked: MasterDetail['accounts'][number]): LinkedAccountDto {
  const { account } = linked;
  const facts = {
    status: toAccountStatus(linked.state),
    activatedOn: linked.startDate,
    relationCode: linked.relationCode ?? undefined,
  };
  if (linked.kind === 'MASTER') return { kind: 'master', account, ...facts };
  const sim = linked.kind === 'unknown' ? undefined : parseSim(account);
  if (sim === undefined) return { kind: 'other', account, ...facts };
  return {
    kind: 'sim',
    account,
    msisdn: sim.id,
    phoneNumber: toPhoneNumber(sim),
    href: publicPath(`/sims/${account}`),
    ...facts,
  };
}
