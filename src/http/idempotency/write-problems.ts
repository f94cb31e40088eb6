import { AuditUnavailable } from '../../observability/audit-log';
import { StoreUnavailableError } from '../../store/store';
import { ProblemError, type ProblemFacts } from '../problems/problem-error';

/** The longest `Retry-After` for a write that is running: most end much sooner than their lease. */
const LONGEST_RETRY_AFTER_S = 5;

export function outcomeUnknown(
  operationId: string,
  facts: Pick<ProblemFacts, 'status' | 'detail' | 'replayed'>,
): ProblemError {
  return new ProblemError('OUTCOME_UNKNOWN', { ...facts, outcome: 'unknown', operationId });
}

export function inUse(operationId: string, forMs: number): ProblemError {
  const retryAfterSeconds = Math.min(LONGEST_RETRY_AFTER_S, Math.max(1, Math.ceil(forMs / 1000)));
  return new ProblemError('IDEMPOTENCY_KEY_IN_USE', { operationId, retryAfterSeconds });
}

/** For a `catch`: what must be on record and cannot be is a problem of its own, anything else stays what it is. */
export function storeProblem(error: unknown): never {
  throw isUnrecordable(error) ? new ProblemError('IDEMPOTENCY_STORE_UNAVAILABLE') : error;
}

/** Why a write was not sent, as the caller is told. */
export function notSent(error: unknown, operationId: string): ProblemError {
  if (error instanceof ProblemError) return new ProblemError(error.code, { operationId, ...error.facts });
  const code = isUnrecordable(error) ? 'IDEMPOTENCY_STORE_UNAVAILABLE' : 'INTERNAL_ERROR';
  return new ProblemError(code, { operationId, outcome: 'not_applied' });
}

function isUnrecordable(error: unknown): boolean {
  return error instanceof StoreUnavailableError || error instanceof AuditUnavailable;
}
