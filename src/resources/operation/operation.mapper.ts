import type { ProblemDto } from '../../http/problems/problem.dto';
import type { Operation, WriteDetails } from '../../writes/write-ledger';
import { toSecond } from '../instant';
import { toTarget } from '../quota/quota.mapper';
import type { OperationDto, ResolutionDto } from './operation.dto';

/** Data of an operation that is not in its record. */
export interface OperationParts {
  readonly details: WriteDetails;
  readonly problem: ProblemDto | undefined;
  /** Of its resolution; null for none. */
  readonly note: string | null;
}

export function toOperation(operation: Operation, { details, problem, note }: OperationParts): OperationDto {
  const { operationId, record } = operation;
  const facts = {
    operationId,
    attempt: record.attempt,
    state: toState(operation),
    target: toTarget(details.line),
    caller: record.caller,
    createdAt: toSecond(record.createdAt),
    sentAt: record.sentAt && toSecond(record.sentAt),
    endedAt: record.endedAt && toSecond(record.endedAt),
    ...(problem && { problem }),
    ...(record.resolution && { resolution: toResolution(record.resolution, note) }),
  };
  // The command is the validated request body of its type.
  return { ...facts, type: record.type, command: details.command } as unknown as OperationDto;
}

function toResolution(
  { attempt, outcome, by, at }: NonNullable<Operation['record']['resolution']>,
  note: string | null,
): ResolutionDto {
  return { attempt, outcome, by, note, at: toSecond(at) };
}

function toState({ state }: Operation): OperationDto['state'] {
  if (state === 'reserved' || state === 'sent') return 'running';
  return state === 'refused' ? 'not_applied' : state;
}
