import type { ProblemCode } from '../problems/problem-catalogue';
import { ProblemError } from '../problems/problem-error';

/**
 * What was decided about a request for a write. `executed`: it was this request's to carry out; `writes_total` tells
 * what became of it. `forgotten`: the store has lost what it knew of the key.
 */
export type WriteDecision =
  | 'executed'
  | 'replayed'
  | 'in_use'
  | 'reused'
  | 'account_busy'
  | 'previous_unknown'
  | 'forgotten'
  | 'store_unavailable';

const decisions: Partial<Record<ProblemCode, WriteDecision>> = {
  IDEMPOTENCY_KEY_IN_USE: 'in_use',
  IDEMPOTENCY_KEY_REUSED: 'reused',
  ACCOUNT_BUSY: 'account_busy',
  PREVIOUS_OUTCOME_UNKNOWN: 'previous_unknown',
  // Before anything was sent only a store that was wiped makes an outcome unknown.
  OUTCOME_UNKNOWN: 'forgotten',
  IDEMPOTENCY_STORE_UNAVAILABLE: 'store_unavailable',
};

/** The decision behind a refusal of a write that was not sent; undefined for what is no decision about keys or lines. */
export function refusalOf(error: unknown): WriteDecision | undefined {
  return error instanceof ProblemError ? decisions[error.code] : undefined;
}
