import { Inject, Injectable } from '@nestjs/common';
import { lineDetail } from '../../freebit/calls/account-detail/line-detail';
import { changePlan } from '../../freebit/calls/change-plan/change-plan';
import type { VendorChoices } from '../../freebit/calls/freebit-call';
import type { Caller } from '../../access/caller';
import { VENDOR_CHOICES } from '../../freebit/freebit.module';
import { ProblemError } from '../../http/problems/problem-error';
import type { Sim } from '../../lines/line';
import type { Attempt } from '../../writes/attempt';
import type { AppliedAnswer, Outcome } from '../../writes/outcome';
import { LineReads } from '../line-reads';
import { LineWrites } from '../line-writes';
import type { ReadRequest } from '../read-request.decorator';
import { problemOfDay } from '../tokyo-day';
import type { WriteRequest } from '../write-request.decorator';
import { PlanChangeSettlement } from './plan-change-settlement';
import type { PlanChangeRequest, PlanDto } from './plan.dto';
import { toPlan, toPlanChangeAnswer } from './plan.mapper';

@Injectable()
export class PlanService {
  constructor(
    private readonly reads: LineReads,
    private readonly writes: LineWrites,
    private readonly settlement: PlanChangeSettlement,
    @Inject(VENDOR_CHOICES) private readonly choices: VendorChoices,
  ) {}

  async ofSim(sim: Sim, request: ReadRequest): Promise<PlanDto> {
    return toPlan(sim, await this.reads.read(lineDetail, sim, request));
  }

  /** Throws the problem of a change that was not applied, or may not have been. */
  async change(sim: Sim, change: PlanChangeRequest, request: WriteRequest): Promise<AppliedAnswer> {
    const begun = await this.writes.begin(request, {
      type: 'plan_change',
      line: sim,
      request: change,
      presumed: (operationId) => toPlanChangeAnswer(operationId, sim, { request: change, addresses: null }),
      check: () => problemOfPlan(request.caller, change) ?? this.problemOf(change),
    });
    if (begun.kind === 'replay') return begun.answer;
    return await begun.attempt.settle(this.sendAndWatch(begun.attempt, sim, change));
  }

  /** After an unknown outcome, the line is read until it shows the change. */
  private async sendAndWatch(attempt: Attempt, sim: Sim, change: PlanChangeRequest): Promise<Outcome> {
    const { operationId } = attempt;
    const { planCode, globalIp, effectiveOn } = change;
    const before = await this.settlement.lookBefore(sim, change);
    const outcome = await this.writes.send(attempt, {
      call: changePlan,
      input: { planCode, globalIp, runTime: effectiveOn },
      line: sim,
      toAnswer: (addresses) => toPlanChangeAnswer(operationId, sim, { request: change, addresses }),
    });
    if (outcome.kind === 'unknown') this.settlement.schedule(operationId, before);
    return outcome;
  }

  private problemOf({ globalIp, effectiveOn }: PlanChangeRequest): ProblemError | null {
    if (globalIp === true && this.choices.globalIpEnabledCode === undefined) return globalIpNotConfigured();
    return problemOfDay('#/effectiveOn', effectiveOn);
  }
}

/** The problem of a plan that the caller may not set; null for any other plan. */
function problemOfPlan({ planCodes }: Caller, { planCode }: PlanChangeRequest): ProblemError | null {
  if (planCodes === undefined || planCodes.includes(planCode)) return null;
  const message = `This caller may set only these plans: ${planCodes.join(', ')}.`;
  return new ProblemError('WRITE_NOT_ALLOWED', {
    errors: [{ pointer: '#/planCode', code: 'plan_code_limit', message }],
  });
}

/** The paper names only the code that switches a global IP off. */
function globalIpNotConfigured(): ProblemError {
  const message =
    'This gateway does not know how to request a global IP address from Freebit. Leave this out, or send false.';
  return new ProblemError('VALIDATION_FAILED', {
    errors: [{ pointer: '#/globalIp', code: 'not_configured', message }],
  });
}
