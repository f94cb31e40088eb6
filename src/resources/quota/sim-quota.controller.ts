import { Get, Post } from '@nestjs/common';
import { lineDetail } from '../../freebit/calls/account-detail/line-detail';
import { addQuota } from '../../freebit/calls/add-quota/add-quota';
import { WriteRequestParam, type WriteRequest } from '../write-request.decorator';
import { JsonBody } from '../../http/json-body/json-body.decorator';
import { ReadRequestParam, type ReadRequest } from '../read-request.decorator';
import { Endpoint } from '../endpoint.decorator';
import { Idempotent } from '../idempotent.decorator';
import type { Sim } from '../../lines/line';
import { LineParam } from '../../access/request-line';
import { SimResource } from '../resource.decorator';
import { QuotaAdditionDto, QuotaAdditionRequest, QuotaDto } from './quota.dto';
import { quotaAdditionAnswers, quotaAdditionExamples, quotaExamples } from './quota-examples';
import { QuotaService } from './quota.service';

@SimResource('quota')
export class SimQuotaController {
  constructor(private readonly quota: QuotaService) {}

  @Get()
  @Endpoint({
    summary: 'Read the quota of a SIM',
    description:
      "Freebit's quota number. Freebit has not confirmed whether it is the granted or the remaining amount.",
    scope: 'sims:read',
    returns: QuotaDto,
    freebit: lineDetail,
    target: 'sim',
    answers: { 200: { description: 'As Freebit reports it.', examples: quotaExamples } },
  })
  read(@LineParam() sim: Sim, @ReadRequestParam() request: ReadRequest): Promise<QuotaDto> {
    return this.quota.ofSim(sim, request);
  }

  @Post()
  @Endpoint({
    summary: 'Add data to a SIM',
    description:
      'Adds megabytes, and costs money. Adding 100 twice gives 200. Not available for a SIM inside a share group. After `OUTCOME_UNKNOWN` find out what happened before sending anything again.',
    scope: 'quota:write',
    returns: QuotaAdditionDto,
    freebit: addQuota,
    target: 'sim',
    accepts: { type: QuotaAdditionRequest, examples: quotaAdditionExamples },
    answers: {
      201: {
        description: 'The data was added.',
        examples: quotaAdditionAnswers({ type: 'sim', msisdn: '09012345678' }),
      },
    },
  })
  @Idempotent()
  async add(
    @LineParam() sim: Sim,
    @JsonBody() addition: QuotaAdditionRequest,
    @WriteRequestParam() request: WriteRequest,
  ): Promise<object> {
    return request.answer(await this.quota.add(sim, addition, request));
  }
}
