import { Inject, Injectable } from '@nestjs/common';
import type { FreebitCall } from '../freebit/calls/freebit-call';
import { FreebitClient } from '../freebit/freebit-client';
import { FreebitError } from '../freebit/freebit-error';
import { problemKind } from '../http/problems/problem-catalogue';
import { ProblemError } from '../http/problems/problem-error';
import type { WritableLine } from '../lines/line';
import type { Attempt } from '../writes/attempt';
import { parseIdempotencyKey, type KeyPolicy } from '../writes/idempotency-key';
import type { AppliedAnswer, Outcome } from '../writes/outcome';
import { outcomeUnknown } from '../writes/write-problems';
import type { WriteCommand } from '../writes/write-command';
import { Writes, type Begun } from '../writes/writes';
import { toWriteProblem } from './to-problem';
import type { WriteRequest } from './write-request.decorator';

/** Injection token of `WriteSettings`. */
export const WRITE_SETTINGS = Symbol('WRITE_SETTINGS');

export interface WriteSettings {
  readonly keyPolicy: KeyPolicy;
  /** False: every write without a recorded answer is refused. */
  readonly enabled: boolean;
  /** Whether an addition without a reference carries its operation id as Freebit's `quotaCode`. */
  readonly referenceIsOperation: boolean;
}

/** A write on a line, as a resource describes it. Undefined members were not sent. */
export interface LineWrite extends Omit<WriteCommand, 'content'> {
  readonly request: object;
}

/** The call that sends a write to Freebit, and the answer for a success. */
export interface Sending<Input, Output> {
  readonly call: FreebitCall<Input & { account: string }, Output>;
  readonly input: Input;
  readonly line: WritableLine;
  readonly toAnswer: (output: Output) => AppliedAnswer;
}

/** Writes to lines, each at most once. */
@Injectable()
export class LineWrites {
  constructor(
    private readonly freebit: FreebitClient,
    private readonly writes: Writes,
    @Inject(WRITE_SETTINGS) private readonly settings: WriteSettings,
  ) {}

  /**
   * Returns a replay, or an attempt that owns key and line. Throws the problem of a write that must not be executed
   * now. The limits of the caller are checked in parallel; if they refuse, the reservation is released.
   */
  async begin(
    { caller, keyLines, admitted, ...call }: WriteRequest,
    { request, check, ...write }: LineWrite,
  ): Promise<Begun> {
    const key = parseIdempotencyKey(keyLines, this.settings.keyPolicy);
    return await this.writes.begin(
      { ...call, caller: caller.id, key },
      {
        ...write,
        content: definedMembers(request),
        check: () => (this.settings.enabled ? check() : new ProblemError('WRITES_DISABLED')),
      },
      admitted,
    );
  }

  /** Lets a task continue after the request was answered; the gateway waits for it at shutdown. */
  keepRunning(task: Promise<unknown>): void {
    this.writes.keepRunning(task);
  }

  /** Sends the write of an attempt, once. Never rejects. */
  async send<Input, Output>(
    attempt: Attempt,
    { call, input, line, toAnswer }: Sending<Input, Output>,
  ): Promise<Outcome> {
    const { operationId } = attempt;
    try {
      const result = await this.freebit.write(call, { ...input, account: line.id }, () => attempt.markSent());
      if (result.kind === 'answered') return { kind: 'applied', answer: toAnswer(result.output) };
      return toOutcome(toWriteProblem(new FreebitError(call.document, result.failure), line, operationId));
    } catch (error) {
      // A bug of the gateway proves nothing about what Freebit did.
      return { kind: 'unknown', problem: outcomeUnknown(operationId, { status: 502 }, { cause: error }) };
    }
  }
}

/** A write that may succeed when it is sent again leaves its key free; every other refusal is final. */
function toOutcome(problem: ProblemError): Outcome {
  if (problem.facts.outcome === 'unknown') return { kind: 'unknown', problem };
  return { kind: problemKind(problem.code).retryable ? 'not_applied' : 'refused', problem };
}

type Scalar = string | number | boolean;

function definedMembers(request: object): WriteCommand['content'] {
  const members = Object.entries(request) as [string, Scalar | undefined][];
  return Object.fromEntries(members.filter((member): member is [string, Scalar] => member[1] !== undefined));
}
