import { accountDetail } from './account-detail';
import type { Call } from './call';
import { oemAuthentication } from './oem-authentication';
import { planChange } from './plan-change';
import { quotaAddition } from './quota-addition';
import { trafficInfo } from './traffic-info';

/** Every call that the simulator answers. */
const CALLS: readonly Call[] = [oemAuthentication, accountDetail, quotaAddition, trafficInfo, planChange];

const BY_PATH: ReadonlyMap<string, Call> = new Map(CALLS.map((call) => [call.path, call]));

/** The call at a path below `/emptool/api`. */
export const callAt = (path: string): Call | undefined => BY_PATH.get(path);
