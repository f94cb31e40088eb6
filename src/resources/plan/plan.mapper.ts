import type { LineDetail } from '../../freebit/calls/account-detail/line-detail';
import type { AppliedAnswer } from '../../writes/outcome';
import type { Retrieved } from '../line-reads';
import type { Sim } from '../../lines/line';
import { toPendingOperation } from '../pending-operation.dto';
import type { PlanChangeDto, PlanChangeRequest, PlanDto } from './plan.dto';

export function toPlan(sim: Sim, { value, retrievedAt, stale }: Retrieved<LineDetail>): PlanDto {
  return {
    msisdn: sim.id,
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
  /** Null if Freebit's answer is not known. */
  readonly addresses: { readonly ipv4: string | null; readonly ipv6: string | null } | null;
}

/** A scheduled change is 202, with the path of its operation. */
export function toPlanChangeAnswer(
  operationId: string,
  sim: Sim,
  { request: { planCode, effectiveOn }, addresses }: AcceptedPlanChange,
): AppliedAnswer {
  const scheduled = effectiveOn !== undefined;
  const body: PlanChangeDto = {
    operationId,
    msisdn: sim.id,
    planCode,
    state: scheduled ? 'scheduled' : 'applied',
    effectiveOn: effectiveOn ?? null,
    ipv4: addresses?.ipv4 ?? null,
    ipv6: addresses?.ipv6 ?? null,
  };
  return scheduled ? { status: 202, location: `/operations/${operationId}`, body } : { status: 200, body };
}
