import { UnreadableAnswer } from '../../wire/unreadable-answer';
import type { WireReader } from '../../wire/wire-reader';
import { expectAccount } from '../account';
import { defineOperation } from '../operation';
import { accountDetailRefusals } from './account-detail-refusals';
import { accountStates, readAsync } from './account-states';
import { readTalkOption } from './talk-option';

export type LineDetail = ReturnType<typeof readLine>;

/** Everything Freebit tells about one line. `displayPass` is never sent: the answer must not hold a password. */
export const lineDetail = defineOperation({
  document: 'PA03-02',
  path: '/mvno/getDetail/',
  effect: 'read',
  refusals: accountDetailRefusals,
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
    iccid: line.text('iccid'),
    imsi: line.text('imsi'),
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
