import { AuditUnavailable } from '../../observability/audit-log';
import { StoreUnavailableError } from '../../store/store';
import { ProblemError, type ProblemFacts } from '../problems/problem-error';

/** The longest `Retry-After` for a write that is running: most end much sooner than their lease. */
const LONGEST_RETRY_AFTER_S = 5;

export function outcomeUnknown(
  operationId: string,
  facts: Pick<ProblemFacts, 'status' | 'detail' | 'replayed'>,
  options?: ErrorOptions,
): ProblemError {
  return new ProblemError('OUTCOME_UNKNOWN', { ...facts, outcome: 'unknown', operationId }, options);
}

/** There is no operation to name: nothing was sent now, and what was sent before is forgotten. */
export function forgotten(): ProblemError {
  const detail =
    'The store that remembers writes was wiped after this key was made, or less than ten seconds before, so nobody can tell whether the write was sent before. Nothing was sent now. Look the line up; if the write was not applied, send it again ten seconds later with a new key.';
  return new ProblemError('OUTCOME_UNKNOWN', { status: 409, detail, outcome: 'unknown' });
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
  const facts = { operationId, outcome: 'not_applied' } as const;
  if (isUnrecordable(error)) return new ProblemError('IDEMPOTENCY_STORE_UNAVAILABLE', facts);
  return new ProblemError('INTERNAL_ERROR', facts, { cause: error });
}

function isUnrecordable(error: unknown): boolean {
  return error instanceof StoreUnavailableError || error instanceof AuditUnavailable;
}
