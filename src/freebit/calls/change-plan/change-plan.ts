import { toWireDay } from '../../wire/calendar-day';
import { defineCall } from '../freebit-call';

export interface PlanToSet {
  readonly account: string;
  readonly planCode: string;
  /** Omitted: Freebit keeps the current setting of the line. */
  readonly globalIp?: boolean | undefined;
  /** `YYYY-MM-DD`; omitted: the change is made at once. */
  readonly runTime?: string | undefined;
}

/** The paper documents only the code that disables a global IP. */
const GLOBAL_IP_DISABLED = '20';

/** Replaces the plan of a line, at once or on a day. */
export const changePlan = defineCall({
  document: 'PA05-21',
  path: '/mvno/changePlan/',
  effect: 'write',
  rejections: ['220', '231', '205', '210', '211', '230', '330', '900'],
  encode: ({ account, planCode, globalIp, runTime }: PlanToSet, { globalIpEnabledCode }) => ({
    account,
    planCode,
    globalIp: globalIp === undefined ? undefined : globalIp ? globalIpEnabledCode : GLOBAL_IP_DISABLED,
    runTime: runTime && toWireDay(runTime),
  }),
  decode: (body) => ({ ipv4: body.text('ipv4'), ipv6: body.text('ipv6') }),
});
