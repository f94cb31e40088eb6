import { Get, Post } from '@nestjs/common';
import { lineDetail } from '../../freebit/operations/account-detail/line-detail';
import { addQuota } from '../../freebit/operations/add-quota/add-quota';
import { WriteCallParam, type WriteCall } from '../../http/idempotency/write-call.decorator';
import { JsonBody } from '../../http/json-body/json-body.decorator';
import { ReadCallParam, type ReadCall } from '../../http/read-cache/read-call.decorator';
import { Endpoint } from '../endpoint.decorator';
import { Idempotent } from '../idempotent.decorator';
import { MsisdnParam, type Msisdn } from '../msisdn';
import { SimResource } from '../resource.decorator';
import { sim } from '../target';
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
      'The one number that Freebit gives. Whether it is what was granted or what remains is not confirmed.',
    scope: 'sims:read',
    returns: QuotaDto,
    freebit: lineDetail,
    target: 'sim',
    answers: { 200: { description: 'As Freebit tells it.', examples: quotaExamples } },
  })
  read(@MsisdnParam() msisdn: Msisdn, @ReadCallParam() call: ReadCall): Promise<QuotaDto> {
    return this.quota.ofSim(msisdn, call);
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
    @MsisdnParam() msisdn: Msisdn,
    @JsonBody() request: QuotaAdditionRequest,
    @WriteCallParam() call: WriteCall,
  ): Promise<object> {
    return call.answer(await this.quota.add(sim(msisdn), request, call));
  }
}
