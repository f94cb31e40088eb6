import { Post } from '@nestjs/common';
import { addQuota } from '../../freebit/calls/add-quota/add-quota';
import { WriteRequestParam, type WriteRequest } from '../write-request.decorator';
import { JsonBody } from '../../http/json-body/json-body.decorator';
import { Endpoint } from '../endpoint.decorator';
import type { ShareGroup } from '../../lines/line';
import { LineParam } from '../../access/request-line';
import { Idempotent } from '../idempotent.decorator';
import { ShareGroupResource } from '../resource.decorator';
import { QuotaAdditionDto, QuotaAdditionRequest } from './quota.dto';
import { quotaAdditionAnswers, quotaAdditionExamples } from './quota-examples';
import { QuotaService } from './quota.service';

@ShareGroupResource('quota')
export class ShareGroupQuotaController {
  constructor(private readonly quota: QuotaService) {}

  @Post()
  @Endpoint({
    summary: 'Add data to a share group',
    description:
      'Adds megabytes for all lines of the group, and costs money. Adding 100 twice gives 200. After `OUTCOME_UNKNOWN` find out what happened before sending anything again.',
    scope: 'quota:write',
    returns: QuotaAdditionDto,
    freebit: addQuota,
    target: 'share_group',
    accepts: { type: QuotaAdditionRequest, examples: quotaAdditionExamples },
    answers: {
      201: {
        description: 'The data was added.',
        examples: quotaAdditionAnswers({ type: 'share_group', groupCode: 'AAA0_00000000001' }),
      },
    },
  })
  @Idempotent()
  async add(
    @LineParam() group: ShareGroup,
    @JsonBody() addition: QuotaAdditionRequest,
    @WriteRequestParam() request: WriteRequest,
  ): Promise<object> {
    return request.answer(await this.quota.add(group, addition, request));
  }
}
