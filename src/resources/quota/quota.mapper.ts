import type { LineDetail } from '../../freebit/operations/account-detail/line-detail';
import type { Retrieved } from '../freebit-reads';
import { now } from '../instant';
import type { Msisdn } from '../msisdn';
import type { Line } from '../target';
import type { QuotaAdditionDto, QuotaAdditionRequest, QuotaDto, QuotaTargetDto } from './quota.dto';

export function toQuota(msisdn: Msisdn, { value, retrievedAt, stale }: Retrieved<LineDetail>): QuotaDto {
  return { msisdn, quotaMb: value.quota, retrievedAt, stale };
}

export function toQuotaAddition(
  operationId: string,
  line: Line,
  { amountMb, reference, expiresOn }: QuotaAdditionRequest,
): QuotaAdditionDto {
  return {
    operationId,
    target: toQuotaTarget(line),
    amountMb,
    reference: reference ?? null,
    requestedExpiresOn: expiresOn ?? null,
    acceptedAt: now(),
  };
}

function toQuotaTarget(line: Line): QuotaTargetDto {
  return line.type === 'sim'
    ? { type: 'sim', msisdn: line.account }
    : { type: 'share_group', groupCode: line.account };
}
