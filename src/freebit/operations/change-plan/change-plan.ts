import { toWireDay } from '../../wire/calendar-day';
import { defineOperation } from '../operation';

export interface PlanToSet {
  readonly account: string;
  readonly planCode: string;
  /** Left out, Freebit goes on with what the line has. */
  readonly globalIp?: boolean | undefined;
  /** `YYYY-MM-DD`; left out, the change is made at once. */
  readonly runTime?: string | undefined;
}

/** The paper documents only the code that disables a global IP. */
const GLOBAL_IP_DISABLED = '20';

/** Replaces the plan of a line, at once or on a day. */
export const changePlan = defineOperation({
  document: 'PA05-21',
  path: '/mvno/changePlan/',
  effect: 'write',
  refusals: ['220', '231', '205', '210', '211', '230', '330', '900'],
  encode: ({ account, planCode, globalIp, runTime }: PlanToSet, { globalIpEnabledCode }) => ({
    account,
    planCode,
    globalIp: globalIp === undefined ? undefined : globalIp ? globalIpEnabledCode : GLOBAL_IP_DISABLED,
    runTime: runTime && toWireDay(runTime),
  }),
  decode: (body) => ({ ipv4: body.textOrNull('ipv4'), ipv6: body.textOrNull('ipv6') }),
});
