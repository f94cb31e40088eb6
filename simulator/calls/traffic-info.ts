import type { QuirkSettings } from '../quirks';
import type { Line } from '../state/line';
import type { ShareGroup } from '../state/share-group';
import type { Traffic } from '../state/traffic';
import { type Call, type Outcome, refuse, succeed } from './call';
import { isGroupCode, isMsisdn, textOf } from './parameters';

const answer = (account: string, { today, blackList }: Traffic, inRecentDays: string): Outcome =>
  succeed({ account, traffic: { today: String(today), inRecentDays, blackList: String(blackList) } });

const days = (traffic: Traffic): string => traffic.inRecentDays.join(',');

const ofLine = (line: Line | undefined): Outcome => {
  if (line === undefined) return refuse(210);
  if (line.state !== 'active') return refuse(211);
  if (line.planCode === '' || line.groupCode !== null) return refuse(240);
  return answer(line.msisdn, line.traffic, days(line.traffic));
};

const ofGroup = (group: ShareGroup | undefined, quirks: Readonly<QuirkSettings>): Outcome => {
  if (group === undefined) return refuse(323);
  if (group.state !== 'active') return refuse(211);
  return answer(group.groupCode, group.traffic, quirks.emptyRecentDaysOfGroups ? '' : days(group.traffic));
};

/** PA05-01: the traffic of one SIM or share group, all values as strings. */
export const trafficInfo: Call = {
  document: 'PA05-01',
  path: '/mvno/getTrafficInfo/',
  effect: 'read',
  codesAre: 'strings',
  codes: [100, 201, 204, 205, 323, 210, 211, 240],
  missingKeyCode: 205,
  accountOf: ({ account }) => textOf(account),
  check: ({ account }) => (isMsisdn(account) || isGroupCode(account) ? null : 201),
  serve: (body, { world, quirks }) => {
    const account = textOf(body.account) ?? '';
    return isGroupCode(account)
      ? ofGroup(world.groups.find(account), quirks)
      : ofLine(world.lines.find(account));
  },
};
