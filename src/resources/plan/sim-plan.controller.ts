import { Get, Put } from '@nestjs/common';
import { lineDetail } from '../../freebit/operations/account-detail/line-detail';
import { changePlan } from '../../freebit/operations/change-plan/change-plan';
import { WriteCallParam, type WriteCall } from '../../http/idempotency/write-call.decorator';
import { JsonBody } from '../../http/json-body/json-body.decorator';
import { ReadCallParam, type ReadCall } from '../../http/read-cache/read-call.decorator';
import { Endpoint } from '../endpoint.decorator';
import { Idempotent } from '../idempotent.decorator';
import { MsisdnParam, type Msisdn } from '../msisdn';
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
    description: 'The plan, the fixed addresses, and a change that waits for its day.',
    scope: 'sims:read',
    returns: PlanDto,
    freebit: lineDetail,
    target: 'sim',
    answers: { 200: { description: 'As Freebit tells it.', examples: planExamples } },
  })
  read(@MsisdnParam() msisdn: Msisdn, @ReadCallParam() call: ReadCall): Promise<PlanDto> {
    return this.plans.ofSim(msisdn, call);
  }

  @Put()
  @Endpoint({
    summary: 'Change the plan of a SIM',
    description:
      'Replaces the plan, at once or on a day. Not available for a SIM inside a share group. A scheduled change cannot be undone here, and blocks other writes on the line. After `OUTCOME_UNKNOWN` read the plan before sending anything again.',
    scope: 'plan:write',
    returns: PlanChangeDto,
    freebit: changePlan,
    target: 'sim',
    accepts: { type: PlanChangeRequest, examples: planChangeExamples },
    answers: {
      200: { description: 'The plan was changed.', examples: planChangedAnswers },
      202: {
        description:
          'Freebit will change the plan on `effectiveOn`; `Location` tells where to watch the line.',
        examples: planScheduledAnswers,
      },
    },
  })
  @Idempotent()
  async change(
    @MsisdnParam() msisdn: Msisdn,
    @JsonBody() request: PlanChangeRequest,
    @WriteCallParam() call: WriteCall,
  ): Promise<object> {
    return call.answer(await this.plans.change(msisdn, request, call));
  }
}
