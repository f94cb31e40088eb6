import { Injectable } from '@nestjs/common';
import { lineDetail } from '../../freebit/operations/account-detail/line-detail';
import { addQuota } from '../../freebit/operations/add-quota/add-quota';
import type { SuccessAnswer, WriteCall } from '../../http/idempotency/write-call.decorator';
import type { ReadCall } from '../../http/read-cache/read-call.decorator';
import { FreebitReads } from '../freebit-reads';
import { FreebitWrites } from '../freebit-writes';
import type { Msisdn } from '../msisdn';
import { sim, type Line } from '../target';
import type { QuotaAdditionRequest, QuotaDto } from './quota.dto';
import { toQuota, toQuotaAddition } from './quota.mapper';

@Injectable()
export class QuotaService {
  constructor(
    private readonly reads: FreebitReads,
    private readonly writes: FreebitWrites,
  ) {}

  async ofSim(msisdn: Msisdn, call: ReadCall): Promise<QuotaDto> {
    return toQuota(msisdn, await this.reads.read(lineDetail, sim(msisdn), call));
  }

  add(line: Line, request: QuotaAdditionRequest, call: WriteCall): Promise<SuccessAnswer> {
    const { amountMb, reference, expiresOn } = request;
    return this.writes.write(call, {
      type: 'quota_addition',
      line,
      operation: addQuota,
      command: { quotaMb: amountMb, quotaCode: reference, expire: expiresOn },
      toAnswer: (operationId) => ({
        kind: 'success',
        status: 201,
        body: toQuotaAddition(operationId, line, request),
      }),
    });
  }
}
