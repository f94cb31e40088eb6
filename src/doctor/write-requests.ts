import type { Config } from '../config/config';
import { addQuota } from '../freebit/calls/add-quota/add-quota';
import { changePlan } from '../freebit/calls/change-plan/change-plan';
import { encodeBody } from '../freebit/wire/body-encoding';
import { maskNumber } from '../observability/mask-text';
import type { AnyCall } from './calls';
import { ok, type Check } from './check';
import type { Way } from './probe';

/** The two writes as the gateway would send them, for a comparison with Freebit's papers. They are not sent. */
export function writeRequests(
  config: Config['freebit'],
  sim: string,
  wayOf: (call: AnyCall) => Way,
): Check[] {
  const account = maskNumber(sim);
  const show = (name: string, call: AnyCall, members: object): Check => {
    const { path, encoding } = wayOf(call);
    const json = JSON.stringify({ authKey: '****', ...members });
    const [contentType = ''] = encodeBody[encoding](json).contentType.split(';');
    const { pathname } = new URL(config.baseUrl);
    return ok(name, `${call.document}, not sent; compare it with your paper:`, [
      `POST ${pathname.replace(/\/$/, '')}${path}`,
      `Content-Type: ${contentType}`,
      encoding === 'json' ? json : `json=${json}`,
    ]);
  };
  const day = '2030-01-31';
  const quota = addQuota.encode(
    { account, quotaMb: 100, quotaCode: 'reference', expire: day },
    config.choices,
  );
  const plan = changePlan.encode({ account, planCode: 'PLAN', runTime: day }, config.choices);
  return [show('quota request', addQuota, quota), show('plan request', changePlan, plan)];
}
