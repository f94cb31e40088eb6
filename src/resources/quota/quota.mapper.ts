import type { LineDetail } from '../../freebit/calls/account-detail/line-detail';
import type { Retrieved } from '../line-reads';
import { now } from '../instant';
import type { Sim, WritableLine } from '../../lines/line';
import type { QuotaAdditionDto, QuotaAdditionRequest, QuotaDto, TargetDto } from './quota.dto';

export function toQuota(sim: Sim, { value, retrievedAt, stale }: Retrieved<LineDetail>): QuotaDto {
  return { msisdn: sim.id, quotaMb: value.quota, retrievedAt, stale };
}

export function toQuotaAddition(
  operationId: string,
  line: WritableLine,
  { amountMb, reference, expiresOn }: QuotaAdditionRequest,
): QuotaAdditionDto {
  return {
    operationId,
    target: toTarget(line),
    amountMb,
    reference: reference ?? null,
    requestedExpiresOn: expiresOn ?? null,
    acceptedAt: now(),
  };
}

export function toTarget(line: WritableLine): TargetDto {
  return line.type === 'sim' ? { type: 'sim', msisdn: line.id } : { type: 'share_group', groupCode: line.id };
}
