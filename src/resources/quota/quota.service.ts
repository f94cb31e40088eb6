import { Inject, Injectable } from '@nestjs/common';
import { lineDetail } from '../../freebit/calls/account-detail/line-detail';
import { addQuota } from '../../freebit/calls/add-quota/add-quota';
import type { Caller } from '../../access/caller';
import { ProblemError } from '../../http/problems/problem-error';
import { MoneyLimits } from '../../limits/money-limits';
import type { Sim, WritableLine } from '../../lines/line';
import type { Attempt } from '../../writes/attempt';
import type { AppliedAnswer, Outcome } from '../../writes/outcome';
import { notSent } from '../../writes/write-problems';
import { LineReads } from '../line-reads';
import { LineWrites, WRITE_SETTINGS, type WriteSettings } from '../line-writes';
import type { ReadRequest } from '../read-request.decorator';
import { problemOfDay } from '../tokyo-day';
import type { WriteRequest } from '../write-request.decorator';
import type { QuotaAdditionRequest, QuotaDto } from './quota.dto';
import { toQuota, toQuotaAddition } from './quota.mapper';

@Injectable()
export class QuotaService {
  constructor(
    private readonly reads: LineReads,
    private readonly writes: LineWrites,
    private readonly money: MoneyLimits,
    @Inject(WRITE_SETTINGS) private readonly settings: WriteSettings,
  ) {}

  async ofSim(sim: Sim, request: ReadRequest): Promise<QuotaDto> {
    return toQuota(sim, await this.reads.read(lineDetail, sim, request));
  }

  /** Throws the problem of an addition that was not applied, or may not have been. */
  async add(
    line: WritableLine,
    addition: QuotaAdditionRequest,
    request: WriteRequest,
  ): Promise<AppliedAnswer> {
    const begun = await this.writes.begin(request, {
      type: 'quota_addition',
      line,
      request: addition,
      presumed: (operationId) => toAnswer(operationId, line, addition),
      check: () =>
        problemOfAmount(request.caller, addition) ?? problemOfDay('#/expiresOn', addition.expiresOn),
    });
    if (begun.kind === 'replay') return begun.answer;
    return await begun.attempt.settle(this.count(begun.attempt, line, addition, request.caller));
  }

  /** Sends the addition if it fits into the daily limit of its caller. Never rejects. */
  private async count(
    attempt: Attempt,
    line: WritableLine,
    addition: QuotaAdditionRequest,
    caller: Caller,
  ): Promise<Outcome> {
    if (caller.dailyAmountMb === undefined) return await this.send(attempt, line, addition);
    const { operationId, owner: name } = attempt;
    const problem = await this.money
      .take(caller, { name, amountMb: addition.amountMb })
      .catch((error: unknown) => notSent(error, operationId));
    if (problem) return { kind: 'not_applied', problem };
    const outcome = await this.send(attempt, line, addition);
    if (outcome.kind !== 'unknown') {
      const found = outcome.kind === 'applied' ? 'applied' : 'not_applied';
      this.writes.keepRunning(this.money.settle(caller.id, name, found));
    }
    return outcome;
  }

  private send(attempt: Attempt, line: WritableLine, addition: QuotaAdditionRequest): Promise<Outcome> {
    const { amountMb, reference, expiresOn } = addition;
    const { operationId } = attempt;
    const quotaCode = reference ?? (this.settings.referenceIsOperation ? operationId : undefined);
    return this.writes.send(attempt, {
      call: addQuota,
      input: { quotaMb: amountMb, quotaCode, expire: expiresOn },
      line,
      toAnswer: () => toAnswer(operationId, line, addition),
    });
  }
}

function toAnswer(operationId: string, line: WritableLine, addition: QuotaAdditionRequest): AppliedAnswer {
  return { status: 201, body: toQuotaAddition(operationId, line, addition) };
}

/** The problem of an amount above the limit of the caller; null for any other amount. */
function problemOfAmount(
  { maxAmountMb = Infinity }: Caller,
  { amountMb }: QuotaAdditionRequest,
): ProblemError | null {
  if (amountMb <= maxAmountMb) return null;
  const message = `This caller may add at most ${maxAmountMb} MB at once.`;
  return new ProblemError('WRITE_NOT_ALLOWED', {
    errors: [{ pointer: '#/amountMb', code: 'amount_limit', message }],
  });
}
