import { Inject, Injectable } from '@nestjs/common';
import { FreebitClient } from '../freebit/freebit-client';
import { FreebitError } from '../freebit/freebit-error';
import { lineDetail, type LineDetail } from '../freebit/operations/account-detail/line-detail';
import { Operations, type RememberedWrite } from '../http/idempotency/operations';
import type { WriteDetails } from '../http/idempotency/write-record';
import { ProblemError } from '../http/problems/problem-error';
import { describeError } from '../observability/describe-error';
import { LOGGER, type Logger } from '../observability/logger';
import { now } from './instant';
import { tokyoDay } from './tokyo-day';

/** When, after a plan change of unknown outcome, the line is looked at: in milliseconds. */
const LOOKS_AFTER_MS = [5_000, 60_000, 600_000];

/**
 * Settles plan changes of unknown outcome by looking at the line. One look can show that the change was applied; it
 * can never show that it was not, because Freebit may still be at work.
 */
@Injectable()
export class PlanChangeSettlement {
  constructor(
    private readonly freebit: FreebitClient,
    private readonly operations: Operations,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Looks at the line now and then, until it shows the change or the last look is over. */
  schedule(operationId: string): void {
    for (const ms of LOOKS_AFTER_MS) setTimeout(() => void this.lookAgain(operationId), ms).unref();
  }

  /** The write as it stands after a look at its line; unchanged when there was nothing to settle. */
  async look(write: RememberedWrite): Promise<RememberedWrite> {
    const details =
      write.state === 'unknown' && write.type === 'plan_change' && this.operations.detailsOf(write);
    if (!details || !(await this.shows(details))) return write;
    const note = 'PA03-02 shows the requested plan or its job.';
    const resolution = { outcome: 'applied', by: 'settlement', note, at: now() } as const;
    return await this.operations.resolve(write, resolution).catch((error: unknown) => {
      if (error instanceof ProblemError) return this.operations.find(write.operationId);
      throw error;
    });
  }

  private async shows({ account, content }: WriteDetails): Promise<boolean> {
    try {
      return isDone(await this.freebit.call(lineDetail, { account }), content);
    } catch (error) {
      if (error instanceof FreebitError) return false;
      throw error;
    }
  }

  private async lookAgain(operationId: string): Promise<void> {
    try {
      await this.look(await this.operations.find(operationId));
    } catch (error) {
      this.logger.warn(
        { operationId, error: describeError(error) },
        'an unknown plan change could not be looked at',
      );
    }
  }
}

/**
 * The requested plan shows that the change was applied only where it can have come from nothing else: not before its
 * day, and not when a global IP was asked for as well, which no paper shows.
 */
function isDone({ planCode, async }: LineDetail, content: WriteDetails['content']): boolean {
  const { runTime } = content;
  if (runTime !== undefined && async?.func === 'plnset' && async.date === runTime) return true;
  const isDue = typeof runTime !== 'string' || runTime <= tokyoDay(new Date());
  return planCode === content.planCode && isDue && content.globalIp === undefined;
}
