import type { Line } from '../state/line';
import { addMegabytes } from '../state/megabytes';
import type { ShareGroup } from '../state/share-group';
import { apply, type Call, type Outcome, refuse } from './call';
import { absentOr, isCompactDay, isGroupCode, isMsisdn, isQuota, isQuotaCode, textOf } from './parameters';

const add = (target: Line | ShareGroup, megabytes: number): Outcome => {
  if (target.quotaAddition === 'not-provided') return refuse(233);
  if (target.quotaAddition === 'not-allowed') return refuse(234);
  target.quota = addMegabytes(target.quota, megabytes);
  return apply();
};

/** A line without a plan has no quota to add to. The paper gives no code for that, so 234 is assumed. */
const addToLine = (line: Line | undefined, megabytes: number): Outcome => {
  if (line === undefined) return refuse(210);
  if (line.state !== 'active' || line.groupCode !== null) return refuse(211);
  if (line.async !== null) return refuse(230);
  return line.planCode === '' ? refuse(234) : add(line, megabytes);
};

const addToGroup = (group: ShareGroup | undefined, megabytes: number): Outcome => {
  if (group === undefined) return refuse(323);
  if (group.state !== 'active') return refuse(322);
  return group.async !== null ? refuse(325) : add(group, megabytes);
};

/** PA04-04: adds megabytes to a SIM or a share group. Doing it twice adds twice, whatever the quotaCode. */
export const quotaAddition: Call = {
  document: 'PA04-04',
  path: '/master/addSpec/',
  effect: 'write',
  codesAre: 'strings',
  codes: [100, 200, 201, 204, 221, 237, 205, 323, 210, 211, 230, 233, 234, 322, 325, 900],
  missingKeyCode: 205,
  accountOf: ({ account }) => textOf(account),
  check: ({ kind, account, quota, quotaCode, expire }) => {
    if (kind !== 'MVNO') return 200;
    if (!isMsisdn(account) && !isGroupCode(account)) return 201;
    if (!isQuota(quota)) return 221;
    if (!absentOr(quotaCode, isQuotaCode)) return 237;
    return absentOr(expire, isCompactDay) ? null : 204;
  },
  serve: (body, { world }) => {
    const account = textOf(body.account) ?? '';
    const megabytes = Number(textOf(body.quota));
    return isGroupCode(account)
      ? addToGroup(world.groups.find(account), megabytes)
      : addToLine(world.lines.find(account), megabytes);
  },
};
