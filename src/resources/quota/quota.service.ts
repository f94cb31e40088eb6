import { Injectable } from '@nestjs/common';
import { lineDetail } from '../../freebit/operations/account-detail/line-detail';
import { addQuota } from '../../freebit/operations/add-quota/add-quota';
import { FreebitReads } from '../freebit-reads';
import { FreebitWrites } from '../freebit-writes';
import { now } from '../instant';
import type { Msisdn } from '../msisdn';
import { sim, type Line } from '../target';
import type { QuotaAdditionDto, QuotaAdditionRequest, QuotaDto } from './quota.dto';
import { toQuota, toQuotaTarget } from './quota.mapper';

@Injectable()
export class QuotaService {
  constructor(
    private readonly reads: FreebitReads,
    private readonly writes: FreebitWrites,
  ) {}

  async ofSim(msisdn: Msisdn): Promise<QuotaDto> {
    return toQuota(msisdn, await this.reads.read(lineDetail, sim(msisdn)));
  }

  async add(line: Line, { amountMb, reference, expiresOn }: QuotaAdditionRequest): Promise<QuotaAdditionDto> {
    const command = { quotaMb: amountMb, quotaCode: reference, expire: expiresOn };
    const { operationId } = await this.writes.write(addQuota, line, command);
    return {
      operationId,
      target: toQuotaTarget(line),
      amountMb,
      reference: reference ?? null,
      requestedExpiresOn: expiresOn ?? null,
      acceptedAt: now(),
    };
  }
}
