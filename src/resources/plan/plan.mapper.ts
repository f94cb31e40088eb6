import type { LineDetail } from '../../freebit/operations/account-detail/line-detail';
import type { Retrieved } from '../freebit-reads';
import type { Msisdn } from '../msisdn';
import { toPendingOperation } from '../pending-operation.dto';
import type { PlanDto } from './plan.dto';

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
