import { ProblemError, type ProblemFacts } from '../http/problems/problem-error';
import { AuditUnavailable } from '../observability/audit-log';
import { StoreUnavailableError } from '../store/store';

/** The longest `Retry-After` for a running write, in seconds: most end much sooner than their lease. */
const LONGEST_RETRY_AFTER_S = 5;

export function outcomeUnknown(
  operationId: string | undefined,
  facts: Pick<ProblemFacts, 'status' | 'detail'>,
  options?: ErrorOptions,
): ProblemError {
  return new ProblemError('OUTCOME_UNKNOWN', { ...facts, outcome: 'unknown', operationId }, options);
}

/** The first request with the key is still running, for at most `forMs` milliseconds. */
export function keyInUse(operationId: string, forMs: number): ProblemError {
  const retryAfterSeconds = Math.min(LONGEST_RETRY_AFTER_S, Math.max(1, Math.ceil(forMs / 1000)));
  return new ProblemError('IDEMPOTENCY_KEY_IN_USE', { operationId, retryAfterSeconds });
}

/**
 * The problem for an error before anything was sent: a write that cannot be recorded is not sent. Anything unexpected
 * is an internal error, which has applied nothing.
 */
export function notSent(error: unknown, operationId?: string): ProblemError {
  if (error instanceof ProblemError) return error;
  const facts = { operationId, outcome: 'not_applied' } as const;
  if (error instanceof StoreUnavailableError) return new ProblemError('IDEMPOTENCY_STORE_UNAVAILABLE', facts);
  if (error instanceof AuditUnavailable) return new ProblemError('AUDIT_UNAVAILABLE', facts);
  return new ProblemError('INTERNAL_ERROR', facts, { cause: error });
}
