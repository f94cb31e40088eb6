import { compactDay } from '../state/clock';
import { setPlan } from '../state/job-effects';
import type { Line } from '../state/line';
import { apply, type Call, type Outcome, refuse } from './call';
import { absentOr, isCompactDay, isMsisdn, isPlanCode, textOf } from './parameters';

interface Change {
  readonly planCode: string;
  readonly globalIp: string | undefined;
  /** YYYYMMDD */
  readonly runTime: string | undefined;
}

const schedule = (line: Line, { planCode, globalIp }: Change, date: string): Outcome => {
  line.async = { func: 'plnset', date, planCode, ...(globalIp === undefined ? {} : { globalIp }) };
  return apply({ ipv4: '', ipv6: '' });
};

/** A day in the past or today means at once. */
const change = (line: Line, wanted: Change, today: string): Outcome => {
  const { planCode, globalIp, runTime } = wanted;
  if (runTime !== undefined && runTime > today) return schedule(line, wanted, runTime);
  setPlan(line, planCode, globalIp);
  return apply({ ipv4: line.ipv4, ipv6: line.ipv6 });
};

const obstacle = (line: Line | undefined): number | null => {
  if (line === undefined) return 210;
  if (line.groupCode !== null) return 330;
  if (line.state !== 'active') return 211;
  return line.async === null ? null : 230;
};

/**
 * PA05-21: sets another plan, now or on a day. The paper lists neither 201 nor 204: a malformed account counts as one
 * that does not exist, and a malformed runTime is refused with the 204 of the other papers.
 */
export const planChange: Call = {
  document: 'PA05-21',
  path: '/mvno/changePlan/',
  effect: 'write',
  codesAre: 'numbers',
  successStatusCode: 100,
  codes: [100, 220, 231, 205, 210, 211, 230, 330, 900],
  missingKeyCode: 205,
  accountOf: ({ account }) => textOf(account),
  check: ({ account, planCode, globalIp, runTime }, { globalIpEnabledCode }) => {
    if (!isMsisdn(account)) return 210;
    if (!isPlanCode(planCode)) return 220;
    if (!absentOr(globalIp, (value) => ['20', globalIpEnabledCode].includes(textOf(value)))) return 231;
    return absentOr(runTime, isCompactDay) ? null : 204;
  },
  serve: (body, { world }) => {
    const line = world.lines.find(textOf(body.account) ?? '');
    const code = obstacle(line);
    if (line === undefined || code !== null) return refuse(code ?? 210);
    const wanted = {
      planCode: textOf(body.planCode) ?? '',
      globalIp: textOf(body.globalIp) ?? undefined,
      runTime: textOf(body.runTime) ?? undefined,
    };
    return change(line, wanted, compactDay(world.clock.today()));
  },
};
