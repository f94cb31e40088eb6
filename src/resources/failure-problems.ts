import type { FailureKind } from '../freebit/freebit-error';
import type { ProblemCode } from '../http/problems/problem-catalogue';

/** The problem of a failed call. */
export interface FailureProblem {
  readonly read: { readonly code: ProblemCode; readonly status?: number };
  readonly write: { readonly code: ProblemCode; readonly status?: number };
  /** Omitted: nothing can have been applied. */
  readonly outcome?: 'unknown';
}

/** The problem of every failure of a call that is not a rejection. */
export const failureProblems: Readonly<Record<Exclude<FailureKind, 'refused'>, FailureProblem>> = {
  unreachable: { read: { code: 'UPSTREAM_UNREACHABLE' }, write: { code: 'UPSTREAM_UNREACHABLE' } },
  timed_out: {
    read: { code: 'UPSTREAM_TIMEOUT' },
    write: { code: 'OUTCOME_UNKNOWN', status: 504 },
    outcome: 'unknown',
  },
  connection_lost: {
    read: { code: 'UPSTREAM_CONNECTION_LOST' },
    write: { code: 'OUTCOME_UNKNOWN', status: 504 },
    outcome: 'unknown',
  },
  unreadable: {
    read: { code: 'UPSTREAM_INVALID_RESPONSE' },
    write: { code: 'OUTCOME_UNKNOWN', status: 502 },
    outcome: 'unknown',
  },
  abandoned: {
    read: { code: 'UPSTREAM_TIMEOUT' },
    write: { code: 'OUTCOME_UNKNOWN', status: 504 },
    outcome: 'unknown',
  },
  auth_failed: { read: { code: 'UPSTREAM_AUTH_FAILED' }, write: { code: 'UPSTREAM_AUTH_FAILED' } },
  not_attempted: { read: { code: 'UPSTREAM_UNAVAILABLE' }, write: { code: 'UPSTREAM_UNAVAILABLE' } },
  not_sent: { read: { code: 'UPSTREAM_UNAVAILABLE' }, write: { code: 'UPSTREAM_UNAVAILABLE' } },
  login_paused: { read: { code: 'UPSTREAM_UNAVAILABLE' }, write: { code: 'UPSTREAM_UNAVAILABLE' } },
};
