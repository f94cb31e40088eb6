import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { setTimeout as pause } from 'node:timers/promises';
import { lineDetail, type LineDetail } from '../../freebit/calls/account-detail/line-detail';
import { FreebitClient } from '../../freebit/freebit-client';
import { ProblemError } from '../../http/problems/problem-error';
import type { Sim } from '../../lines/line';
import { describeError } from '../../observability/describe-error';
import { LOGGER, type Logger } from '../../observability/logger';
import { Operations } from '../../writes/operations';
import type { Operation, WriteDetails } from '../../writes/write-ledger';
import { tokyoDay } from '../../limits/day-in-tokyo';
import type { PlanChangeRequest } from './plan.dto';

/** When the line is read after a plan change of unknown outcome, in milliseconds. */
const LOOKS_AFTER_MS = [5_000, 60_000, 600_000];
const LAST_LOOK_MS = Math.max(...LOOKS_AFTER_MS);
/** How long a scheduled change waits to learn whether the line already has a job, in milliseconds. */
const LOOK_BEFORE_MS = 2_000;
/** How long the line is not read again for callers that ask for the same operation, in milliseconds. */
const PAUSE_MS = 10_000;
const REMEMBERED_LOOKS = 10_000;

/** Whether the line had a job before its plan was changed. If not, a job that shows afterwards may be that change. */
export type LineBefore = 'no_job' | 'cannot_tell';

/**
 * Settles plan changes of unknown outcome by reading the line. A read can show that the change was applied, but never
 * that it was not, because Freebit may still be working on it.
 */
@Injectable()
export class PlanChangeSettlement {
  /** Operations whose line had no job before they were sent, while this process reads their line. */
  private readonly hadNoJob = new Set<string>();
  private readonly looking = new Map<string, Promise<Operation>>();
  private readonly lately = new LRUCache<string, true>({ max: REMEMBERED_LOOKS, ttl: PAUSE_MS });

  constructor(
    private readonly freebit: FreebitClient,
    private readonly operations: Operations,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Await it before a plan change is sent. Reads the line of a scheduled change. Never rejects. */
  async lookBefore({ id }: Sim, { effectiveOn }: PlanChangeRequest): Promise<LineBefore> {
    if (effectiveOn === undefined) return 'cannot_tell';
    const look = this.freebit.read(lineDetail, { account: id });
    const result = await Promise.race([look, pause(LOOK_BEFORE_MS, null, { ref: false })]);
    return result?.kind === 'answered' && result.output.async === null ? 'no_job' : 'cannot_tell';
  }

  /** Reads the line several times, until it shows the change or the last read is over. */
  schedule(operationId: string, before: LineBefore): void {
    if (before === 'no_job') {
      this.hadNoJob.add(operationId);
      setTimeout(() => this.hadNoJob.delete(operationId), LAST_LOOK_MS + LOOK_BEFORE_MS).unref();
    }
    for (const ms of LOOKS_AFTER_MS) setTimeout(() => void this.lookAgain(operationId), ms).unref();
  }

  /**
   * The operation after a read that is running or due, for a caller that asks. If the line was read a moment ago, the
   * operation as it is, because each read is a call to Freebit.
   */
  async lookFor(operation: Operation): Promise<Operation> {
    const { operationId } = operation;
    if (!mayShow(operation)) return operation;
    const underWay = this.looking.get(operationId);
    if (underWay) return await underWay;
    if (this.lately.has(operationId)) return operation;
    this.lately.set(operationId, true);
    const look = this.look(operation).finally(() => this.looking.delete(operationId));
    this.looking.set(operationId, look);
    return await look;
  }

  /** Settles the attempt for which the line was read, and no later one. */
  private async look(operation: Operation): Promise<Operation> {
    const { details, record } = operation;
    if (!mayShow(operation) || !details || !(await this.shows(operation, details))) return operation;
    const note = 'PA03-02 shows the requested plan or its job.';
    const finding = { attempt: record.attempt, outcome: 'applied', by: 'settlement', note } as const;
    return await this.operations.resolve(operation, finding).catch((error: unknown) => {
      if (error instanceof ProblemError) return this.operations.find(operation.operationId);
      throw error;
    });
  }

  private async shows(operation: Operation, { line, command }: WriteDetails): Promise<boolean> {
    const result = await this.freebit.read(lineDetail, { account: line.id });
    if (result.kind === 'failed') return false;
    if (showsPlan(result.output, command)) return true;
    // Checked after the read: a write in between may have created the job.
    const mayBeIts = this.hadNoJob.has(operation.operationId) && showsJob(result.output, command);
    return mayBeIts && (await this.operations.keepsLine(operation));
  }

  private async lookAgain(operationId: string): Promise<void> {
    try {
      await this.look(await this.operations.find(operationId));
    } catch (error) {
      this.logger.warn(
        { operationId, error: describeError(error) },
        'a plan change of unknown outcome could not be checked',
      );
    }
  }
}

/** Whether reading its line may show the outcome of the operation. */
function mayShow({ state, record }: Operation): boolean {
  return state === 'unknown' && record.type === 'plan_change';
}

/**
 * The requested plan is proof only where nothing else can have caused it: not before the day of the change, and not if
 * a global IP was requested as well, which no paper shows.
 */
function showsPlan({ planCode }: LineDetail, command: WriteDetails['command']): boolean {
  const { effectiveOn, globalIp } = command;
  const isDue = typeof effectiveOn !== 'string' || effectiveOn <= tokyoDay(new Date());
  return planCode === command.planCode && isDue && globalIp === undefined;
}

/**
 * Freebit shows a job's kind and day, never its plan. It is proof only on a line that had no job before, and on which
 * nothing was written since.
 */
function showsJob({ async: job }: LineDetail, { effectiveOn }: WriteDetails['command']): boolean {
  return effectiveOn !== undefined && job?.func === 'plnset' && job.date === effectiveOn;
}
