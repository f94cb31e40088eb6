import type { QuirkSettings } from '../quirks';
import { accountDetail } from './account-detail';
import type { Call } from './call';
import { oemAuthentication } from './oem-authentication';
import { planChange } from './plan-change';
import { quotaAddition } from './quota-addition';
import { trafficInfo } from './traffic-info';

/** Every call that the simulator answers. */
export const CALLS: readonly Call[] = [
  oemAuthentication,
  accountDetail,
  quotaAddition,
  trafficInfo,
  planChange,
];

/** The call at a path below `/emptool/api`, unless a quirk has moved it. */
export const callAt = (path: string, shapes: QuirkSettings['calls'] = {}): Call | undefined =>
  CALLS.find((call) => (shapes[call.document]?.path ?? call.path) === path);
