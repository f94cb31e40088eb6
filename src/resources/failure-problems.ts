import type { FailureKind } from '../freebit/freebit-error';
import type { ProblemCode } from '../http/problems/problem-catalogue';

/** The problem of a failed call. */
export interface FailureProblem {
  readonly read: { readonly code: ProblemCode };
  readonly write: { readonly code: ProblemCode; readonly status?: number };
  /** Omitted: nothing can have been applied. */
  readonly outcome?: 'unknown';
}

/** The problem of every failure of a call that is not a rejection. */
export const failureProblems: Readonly<Record<Exclude<FailureKind, 'refused'>, FailureProblem>> = {
  unreachable: nothingApplied('UPSTREAM_UNREACHABLE'),
  timed_out: mayBeApplied('UPSTREAM_TIMEOUT', 504),
  connection_lost: mayBeApplied('UPSTREAM_CONNECTION_LOST', 504),
  unreadable: mayBeApplied('UPSTREAM_INVALID_RESPONSE', 502),
  abandoned: mayBeApplied('UPSTREAM_TIMEOUT', 504),
  auth_failed: nothingApplied('UPSTREAM_AUTH_FAILED'),
  not_attempted: nothingApplied('UPSTREAM_UNAVAILABLE'),
  not_sent: nothingApplied('UPSTREAM_UNAVAILABLE'),
  login_paused: nothingApplied('UPSTREAM_UNAVAILABLE'),
};

function nothingApplied(code: ProblemCode): FailureProblem {
  return { read: { code }, write: { code } };
}

function mayBeApplied(code: ProblemCode, status: number): FailureProblem {
  return { read: { code }, write: { code: 'OUTCOME_UNKNOWN', status }, outcome: 'unknown' };
}
