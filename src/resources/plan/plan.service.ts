import { Inject, Injectable } from '@nestjs/common';
import { lineDetail } from '../../freebit/operations/account-detail/line-detail';
import { changePlan } from '../../freebit/operations/change-plan/change-plan';
import type { VendorChoices } from '../../freebit/operations/operation';
import { VENDOR_CHOICES } from '../../freebit/freebit.module';
import { ProblemError } from '../../http/problems/problem-error';
import { FreebitReads } from '../freebit-reads';
import { FreebitWrites } from '../freebit-writes';
import type { Msisdn } from '../msisdn';
import { sim } from '../target';
import type { PlanChangeDto, PlanChangeRequest, PlanDto } from './plan.dto';
import { toPlan } from './plan.mapper';

@Injectable()
export class PlanService {
  constructor(
    private readonly reads: FreebitReads,
    private readonly writes: FreebitWrites,
    @Inject(VENDOR_CHOICES) private readonly choices: VendorChoices,
  ) {}

  async ofSim(msisdn: Msisdn): Promise<PlanDto> {
    return toPlan(msisdn, await this.reads.read(lineDetail, sim(msisdn)));
  }

  async change(
    msisdn: Msisdn,
    { planCode, globalIp, effectiveOn }: PlanChangeRequest,
  ): Promise<PlanChangeDto> {
    if (globalIp === true && this.choices.globalIpEnabledCode === undefined) throw globalIpNotConfigured();
    const command = { planCode, globalIp, runTime: effectiveOn };
    const { operationId, output } = await this.writes.write(changePlan, sim(msisdn), command);
    return {
      operationId,
      msisdn,
      planCode,
      state: effectiveOn === undefined ? 'applied' : 'scheduled',
      effectiveOn: effectiveOn ?? null,
      ipv4: output.ipv4,
      ipv6: output.ipv6,
    };
  }
}

/** The paper names only the code that switches a global IP off. */
function globalIpNotConfigured(): ProblemError {
  const message = 'Freebit has not told how to ask for a global IP address. Leave this out, or send false.';
  return new ProblemError('VALIDATION_FAILED', {
    errors: [{ pointer: '#/globalIp', code: 'not_configured', message }],
  });
}
