import { UnreadableAnswer } from '../../wire/unreadable-answer';
import type { WireReader } from '../../wire/wire-reader';
import { restoreLeadingZero } from '../account';
import { defineCall } from '../freebit-call';
import { accountDetailRejections } from './account-detail-rejections';
import { accountStates } from './account-states';

export type MasterDetail = ReturnType<typeof readMaster>;

/** The accounts linked to a master account, without their details. */
export const masterDetail = defineCall({
  document: 'PA03-02',
  path: '/mvno/getDetail/',
  effect: 'read',
  rejections: accountDetailRejections,
  encode: ({ account }: { account: string }) => ({ requestDatas: [{ kind: 'MASTER', account }] }),
  decode: (body, { account }) => readMaster(body, account),
});

function readMaster(body: WireReader, asked: string) {
  const masterAccount = body.text('masterAccount') ?? asked;
  if (masterAccount !== asked) throw new UnreadableAnswer('masterAccount is not the requested account');
  return { masterAccount, accounts: body.items('responseDatas').map(readLinkedAccount) };
}

function readLinkedAccount(item: WireReader) {
  const kind = item.oneOf('kind', ['MASTER', 'MVNO']) ?? 'unknown';
  const account = item.requiredText('account');
  const linked = {
    kind,
    account: kind === 'MVNO' ? restoreLeadingZero(account) : account,
    state: item.oneOf('state', accountStates) ?? ('unknown' as const),
    startDate: item.day('startDate'),
    relationCode: item.text('relationCode'),
  };
  item.ignore('resultCode').dropRest();
  return linked;
}
