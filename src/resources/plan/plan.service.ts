import { Inject, Injectable } from '@nestjs/common';
import { lineDetail } from '../../freebit/operations/account-detail/line-detail';
import { changePlan } from '../../freebit/operations/change-plan/change-plan';
import type { VendorChoices } from '../../freebit/operations/operation';
import { VENDOR_CHOICES } from '../../freebit/freebit.module';
import type { SuccessAnswer, WriteCall } from '../../http/idempotency/write-call.decorator';
import { ProblemError } from '../../http/problems/problem-error';
import type { ReadCall } from '../../http/read-cache/read-call.decorator';
import { FreebitReads } from '../freebit-reads';
import { FreebitWrites } from '../freebit-writes';
import type { Msisdn } from '../msisdn';
import { sim } from '../target';
import type { PlanChangeRequest, PlanDto } from './plan.dto';
import { toPlan, toPlanChangeAnswer } from './plan.mapper';

@Injectable()
export class PlanService {
  constructor(
    private readonly reads: FreebitReads,
    private readonly writes: FreebitWrites,
    @Inject(VENDOR_CHOICES) private readonly choices: VendorChoices,
  ) {}

  async ofSim(msisdn: Msisdn, call: ReadCall): Promise<PlanDto> {
    return toPlan(msisdn, await this.reads.read(lineDetail, sim(msisdn), call));
  }

  change(msisdn: Msisdn, request: PlanChangeRequest, call: WriteCall): Promise<SuccessAnswer> {
    const { planCode, globalIp, effectiveOn } = request;
    if (globalIp === true && this.choices.globalIpEnabledCode === undefined) throw globalIpNotConfigured();
    return this.writes.write(call, {
      type: 'plan_change',
      line: sim(msisdn),
      operation: changePlan,
      command: { planCode, globalIp, runTime: effectiveOn },
      toAnswer: (operationId, addresses) => toPlanChangeAnswer(operationId, msisdn, { request, addresses }),
    });
  }
}

/** The paper names only the code that switches a global IP off. */
function globalIpNotConfigured(): ProblemError {
  const message = 'Freebit has not told how to ask for a global IP address. Leave this out, or send false.';
  return new ProblemError('VALIDATION_FAILED', {
    errors: [{ pointer: '#/globalIp', code: 'not_configured', message }],
  });
}
