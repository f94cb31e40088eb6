import { UnreadableAnswer } from '../../wire/unreadable-answer';
import type { WireReader } from '../../wire/wire-reader';
import { expectAccount } from '../account';
import { defineCall } from '../freebit-call';
import { accountDetailRejections } from './account-detail-rejections';
import { accountStates, readAsync } from './account-states';
import { readTalkOption } from './talk-option';

export type LineDetail = ReturnType<typeof readLine>;

/** Everything that Freebit says about one line. `displayPass` is never sent: the answer must not hold a password. */
export const lineDetail = defineCall({
  document: 'PA03-02',
  path: '/mvno/getDetail/',
  effect: 'read',
  rejections: accountDetailRejections,
  encode: ({ account }: { account: string }, { detailVersion }) => ({
    version: detailVersion,
    requestDatas: [{ kind: 'MVNO', account }],
  }),
  decode: (body, { account }) => {
    const [line, ...others] = body.items('responseDatas');
    if (line === undefined || others.length > 0)
      throw new UnreadableAnswer('responseDatas is not one account');
    const detail = readLine(line, body.text('masterAccount'), account);
    line.ignore('kind', 'resultCode').dropRest();
    return detail;
  },
});

function readLine(line: WireReader, masterAccount: string | null, asked: string) {
  return {
    masterAccount,
    account: expectAccount(line, 'account', asked),
    state: line.oneOf('state', accountStates) ?? 'unknown',
    startDate: line.day('startDate'),
    planCode: line.text('planCode'),
    quota: line.decimal('quota'),
    iccid: line.digits('iccid'),
    imsi: line.digits('imsi'),
    contractLine: line.text('contractLine'),
    size: line.oneOf('size', ['standard', 'nano', 'micro']),
    sms: line.flag('sms'),
    talk: line.flag('talk'),
    ipv4: line.text('ipv4'),
    ipv6: line.text('ipv6'),
    talkOption: readTalkOption(line),
    async: readAsync(line),
  };
}
