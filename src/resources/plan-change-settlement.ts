import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { FreebitClient } from '../freebit/freebit-client';
import { FreebitError } from '../freebit/freebit-error';
import { lineDetail, type LineDetail } from '../freebit/operations/account-detail/line-detail';
import { Operations } from '../http/idempotency/operations';
import type { RememberedWrite } from '../http/idempotency/write-ledger';
import type { WriteDetails } from '../http/idempotency/write-record';
import { ProblemError } from '../http/problems/problem-error';
import { describeError } from '../observability/describe-error';
import { LOGGER, type Logger } from '../observability/logger';
import { now } from './instant';
import { tokyoDay } from './tokyo-day';

/** When, after a plan change of unknown outcome, the line is looked at: in milliseconds. */
const LOOKS_AFTER_MS = [5_000, 60_000, 600_000];
const LAST_LOOK_MS = Math.max(...LOOKS_AFTER_MS);
/** How long a scheduled change is held up to learn whether the line has a job already, in milliseconds. */
const LOOK_BEFORE_MS = 2_000;

/** What there is to know about a line before its plan is changed: whether a job that shows afterwards is that change. */
export type LineBefore = 'no_job' | 'cannot_tell';

/**
 * Settles plan changes of unknown outcome by looking at the line. One look can show that the change was applied; it
 * can never show that it was not, because Freebit may still be at work.
 */
@Injectable()
export class PlanChangeSettlement {
  /** Operations whose line had no job before they were sent; for as long as this process looks at them. */
  private readonly jobIsTheirs = new Set<string>();

  constructor(
    private readonly freebit: FreebitClient,
    private readonly operations: Operations,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** To be awaited before a plan change is sent; looks at the line of one that is scheduled. Never rejects. */
  async lookBefore({ account, content }: Pick<WriteDetails, 'account' | 'content'>): Promise<LineBefore> {
    if (content.runTime === undefined) return 'cannot_tell';
    const look = this.freebit.call(lineDetail, { account }).catch(() => null);
    const line = await Promise.race([look, pause(LOOK_BEFORE_MS, null, { ref: false })]);
    return line?.async === null ? 'no_job' : 'cannot_tell';
  }

  /** Looks at the line now and then, until it shows the change or the last look is over. */
  schedule(operationId: string, before: LineBefore): void {
    if (before === 'no_job') {
      this.jobIsTheirs.add(operationId);
      setTimeout(() => this.jobIsTheirs.delete(operationId), LAST_LOOK_MS + LOOK_BEFORE_MS).unref();
    }
    for (const ms of LOOKS_AFTER_MS) setTimeout(() => void this.lookAgain(operationId), ms).unref();
  }

  /** Whether a look at its line may show what became of the write. */
  mayShow({ state, type }: RememberedWrite): boolean {
    return state === 'unknown' && type === 'plan_change';
  }

  /** The write as it stands after a look at its line; unchanged when there was nothing to settle. */
  async look(write: RememberedWrite): Promise<RememberedWrite> {
    const details = this.mayShow(write) && this.operations.detailsOf(write);
    if (!details || !(await this.shows(write, details))) return write;
    const note = 'PA03-02 shows the requested plan or its job.';
    const resolution = { outcome: 'applied', by: 'settlement', note, at: now() } as const;
    return await this.operations.resolve(write, resolution).catch((error: unknown) => {
      if (error instanceof ProblemError) return this.operations.find(write.operationId);
      throw error;
    });
  }

  private async shows(write: RememberedWrite, { account, content }: WriteDetails): Promise<boolean> {
    const { operationId } = write;
    try {
      const line = await this.freebit.call(lineDetail, { account });
      if (showsPlan(line, content)) return true;
      // Asked after the look: a write that came in between may have made the job.
      const mayBeTheirs = this.jobIsTheirs.has(operationId) && showsJob(line, content);
      return mayBeTheirs && (await this.operations.keepsLine(write));
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
 * The requested plan counts where it can have come from nothing but this change or one like it: not before its day, and
 * not when a global IP was asked for as well, which no paper shows.
 */
function showsPlan({ planCode }: LineDetail, { runTime, ...wish }: WriteDetails['content']): boolean {
  const isDue = typeof runTime !== 'string' || runTime <= tokyoDay(new Date());
  return planCode === wish.planCode && isDue && wish.globalIp === undefined;
}

/**
 * Papers show a job's kind and day, never its plan: it counts only on a line that had none before, and on which nobody
 * has written since.
 */
function showsJob({ async: job }: LineDetail, { runTime }: WriteDetails['content']): boolean {
  return runTime !== undefined && job?.func === 'plnset' && job.date === runTime;
}
