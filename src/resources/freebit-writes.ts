import { Injectable } from '@nestjs/common';
import { FreebitClient } from '../freebit/freebit-client';
import { FreebitError } from '../freebit/freebit-error';
import type { Operation } from '../freebit/operations/operation';
import { AtMostOnce } from '../http/idempotency/at-most-once';
import { lineKeyOf } from '../http/idempotency/line-versions';
import type { WriteEnd } from '../http/idempotency/pending-write';
import type { SuccessAnswer, WriteCall } from '../http/idempotency/write-call.decorator';
import type { WriteCommand } from '../http/idempotency/write-command';
import { notSent, outcomeUnknown } from '../http/idempotency/write-problems';
import type { KeptAnswer, WriteType } from '../http/idempotency/write-record';
import { problemKind } from '../http/problems/problem-catalogue';
import { Pseudonyms } from '../store/pseudonyms';
import { PlanChangeSettlement } from './plan-change-settlement';
import type { Line } from './target';
import { toWriteProblem } from './to-problem';

/** A write on a line, as a resource describes it. */
export interface LineWrite<Command, Output> {
  readonly type: WriteType;
  readonly line: Line;
  readonly operation: Operation<Command & { account: string }, Output>;
  readonly command: Command;
  /** The answer to our caller; the output is null when the write was found to have been applied without one. */
  readonly toAnswer: (operationId: string, output: Output | null) => Extract<KeptAnswer, { kind: 'success' }>;
}

/** Writes to Freebit on behalf of our callers, each at most once. */
@Injectable()
export class FreebitWrites {
  constructor(
    private readonly freebit: FreebitClient,
    private readonly atMostOnce: AtMostOnce,
    private readonly pseudonyms: Pseudonyms,
    private readonly settlement: PlanChangeSettlement,
  ) {}

  /** Rejects with the problem that our caller gets, which says whether anything was applied. */
  write<Command extends object, Output>(
    call: WriteCall,
    write: LineWrite<Command, Output>,
  ): Promise<SuccessAnswer> {
    const { type, line, command, toAnswer } = write;
    return this.atMostOnce.run(call, {
      type,
      account: line.account,
      lineKey: lineKeyOf(this.pseudonyms, line.account),
      content: definedMembers(command),
      presumed: (operationId) => toAnswer(operationId, null),
      execute: (operationId, beforeSend) => this.execute(write, operationId, beforeSend),
    });
  }

  private async execute<Command extends object, Output>(
    write: LineWrite<Command, Output>,
    operationId: string,
    beforeSend: () => Promise<void>,
  ): Promise<WriteEnd> {
    if (write.type !== 'plan_change') return await this.send(write, operationId, beforeSend);
    const { account } = write.line;
    const before = await this.settlement.lookBefore({ account, content: definedMembers(write.command) });
    const end = await this.send(write, operationId, beforeSend);
    if (end.kind === 'unknown') this.settlement.schedule(operationId, before);
    return end;
  }

  private async send<Command extends object, Output>(
    { operation, line, command, toAnswer }: LineWrite<Command, Output>,
    operationId: string,
    beforeSend: () => Promise<void>,
  ): Promise<WriteEnd> {
    const progress = { sent: false };
    const onSend = async () => {
      await beforeSend();
      progress.sent = true;
    };
    try {
      const output = await this.freebit.call(operation, { ...command, account: line.account }, onSend);
      return { kind: 'applied', answer: toAnswer(operationId, output) };
    } catch (error) {
      if (error instanceof FreebitError) return toWriteEnd(error, line, operationId);
      // A bug of ours proves nothing about what Freebit did.
      if (progress.sent)
        return { kind: 'unknown', problem: outcomeUnknown(operationId, { status: 502 }, { cause: error }) };
      return { kind: 'not_applied', problem: notSent(error, operationId) };
    }
  }
}

/** What may succeed when it is sent again leaves its key free; every other refusal is the answer for good. */
function toWriteEnd(error: FreebitError, line: Line, operationId: string): WriteEnd {
  const problem = toWriteProblem(error, line, operationId);
  if (problem.facts.outcome === 'unknown') return { kind: 'unknown', problem };
  return { kind: problemKind(problem.code).retryable ? 'not_applied' : 'refused', problem };
}

type Scalar = string | number | boolean;

function definedMembers(command: object): WriteCommand['content'] {
  const members = Object.entries(command) as [string, Scalar | undefined][];
  return Object.fromEntries(members.filter((member): member is [string, Scalar] => member[1] !== undefined));
}
