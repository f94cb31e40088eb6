import type { LineDetail } from '../../freebit/operations/account-detail/line-detail';
import type { KeptAnswer } from '../../http/idempotency/write-record';
import type { Retrieved } from '../freebit-reads';
import type { Msisdn } from '../msisdn';
import { toPendingOperation } from '../pending-operation.dto';
import type { PlanChangeDto, PlanChangeRequest, PlanDto } from './plan.dto';

export function toPlan(msisdn: Msisdn, { value, retrievedAt, stale }: Retrieved<LineDetail>): PlanDto {
  return {
    msisdn,
    planCode: value.planCode,
    ipv4: value.ipv4,
    ipv6: value.ipv6,
    pendingOperation: toPendingOperation(value.async),
    retrievedAt,
    stale,
  };
}

interface AcceptedPlanChange {
  readonly request: PlanChangeRequest;
  /** Null when Freebit's answer is not known. */
  readonly addresses: { readonly ipv4: string | null; readonly ipv6: string | null } | null;
}

/** A change that is still to come is 202, and tells where the line can be watched. */
export function toPlanChangeAnswer(
  operationId: string,
  msisdn: Msisdn,
  { request: { planCode, effectiveOn }, addresses }: AcceptedPlanChange,
): Extract<KeptAnswer, { kind: 'success' }> {
  const scheduled = effectiveOn !== undefined;
  const body: PlanChangeDto = {
    operationId,
    msisdn,
    planCode,
    state: scheduled ? 'scheduled' : 'applied',
    effectiveOn: effectiveOn ?? null,
    ipv4: addresses?.ipv4 ?? null,
    ipv6: addresses?.ipv6 ?? null,
  };
  return scheduled
    ? { kind: 'success', status: 202, location: `/sims/${msisdn}`, body }
    : { kind: 'success', status: 200, body };
}
