import { UnreadableAnswer } from '../../wire/unreadable-answer';
import { expectAccount } from '../account';
import { defineCall } from '../freebit-call';

export type TrafficInfo = ReturnType<(typeof trafficInfo)['decode']>;

/** Kilobytes of one line or share group. One account per call: Freebit forbids looping over many accounts with it. */
export const trafficInfo = defineCall({
  document: 'PA05-01',
  path: '/mvno/getTrafficInfo/',
  effect: 'read',
  rejections: ['201', '204', '205', '323', '210', '211', '240'],
  encode: ({ account }: { account: string }) => ({ account }),
  decode: (body, { account }) => {
    const traffic = body.child('traffic');
    if (traffic === null) throw new UnreadableAnswer('traffic is missing');
    const info = {
      account: expectAccount(body, 'account', account),
      today: traffic.requiredDecimal('today'),
      inRecentDays: traffic.decimals('inRecentDays'),
      blackList: traffic.flag('blackList'),
    };
    traffic.dropRest();
    return info;
  },
});
