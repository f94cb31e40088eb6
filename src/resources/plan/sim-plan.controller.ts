import { Get, Put } from '@nestjs/common';
import { lineDetail } from '../../freebit/calls/account-detail/line-detail';
import { changePlan } from '../../freebit/calls/change-plan/change-plan';
import { WriteRequestParam, type WriteRequest } from '../write-request.decorator';
import { JsonBody } from '../../http/json-body/json-body.decorator';
import { ReadRequestParam, type ReadRequest } from '../read-request.decorator';
import { Endpoint } from '../endpoint.decorator';
import { Idempotent } from '../idempotent.decorator';
import type { Sim } from '../../lines/line';
import { LineParam } from '../../access/request-line';
import { SimResource } from '../resource.decorator';
import { PlanChangeDto, PlanChangeRequest, PlanDto } from './plan.dto';
import { planChangedAnswers, planChangeExamples, planExamples, planScheduledAnswers } from './plan-examples';
import { PlanService } from './plan.service';

@SimResource('plan')
export class SimPlanController {
  constructor(private readonly plans: PlanService) {}

  @Get()
  @Endpoint({
    summary: 'Read the plan of a SIM',
    description: 'The plan, the fixed addresses, and a scheduled job.',
    scope: 'sims:read',
    returns: PlanDto,
    freebit: lineDetail,
    target: 'sim',
    answers: { 200: { description: 'As Freebit reports it.', examples: planExamples } },
  })
  read(@LineParam() sim: Sim, @ReadRequestParam() request: ReadRequest): Promise<PlanDto> {
    return this.plans.ofSim(sim, request);
  }

  @Put()
  @Endpoint({
    summary: 'Change the plan of a SIM',
    description:
      'Replaces the plan, at once or on a day. Not available for a SIM inside a share group. A scheduled change cannot be cancelled here, and blocks other writes on the line. After `OUTCOME_UNKNOWN` read the plan before sending anything again.',
    scope: 'plan:write',
    returns: PlanChangeDto,
    freebit: changePlan,
    target: 'sim',
    accepts: { type: PlanChangeRequest, examples: planChangeExamples },
    answers: {
      200: { description: 'The plan was changed.', examples: planChangedAnswers },
      202: {
        description:
          'Freebit will change the plan on `effectiveOn`; `Location` is the path of the operation.',
        examples: planScheduledAnswers,
      },
    },
  })
  @Idempotent()
  async change(
    @LineParam() sim: Sim,
    @JsonBody() change: PlanChangeRequest,
    @WriteRequestParam() request: WriteRequest,
  ): Promise<object> {
    return request.answer(await this.plans.change(sim, change, request));
  }
}
