import type { CallResult, FailureKind } from '../freebit-error';
import { rejectionOf } from '../result-codes';

/** What the result of a call says about Freebit: a fault, an answer, or nothing because Freebit was not asked. */
export type Verdict = 'ill' | 'answers' | 'not_asked';

const verdicts: Readonly<Record<Exclude<FailureKind, 'refused'>, Verdict>> = {
  unreachable: 'ill',
  timed_out: 'ill',
  connection_lost: 'ill',
  unreadable: 'ill',
  // Failed logins are paused separately, for all replicas.
  auth_failed: 'not_asked',
  login_paused: 'not_asked',
  not_attempted: 'not_asked',
  not_sent: 'not_asked',
  // Its answer was not awaited.
  abandoned: 'not_asked',
};

/** A rejection is an answer like any other, but 900 is an internal error of Freebit. */
export function verdictOf(result: CallResult<unknown>): Verdict {
  if (result.kind === 'answered') return 'answers';
  const { failure } = result;
  if (failure.kind !== 'refused') return verdicts[failure.kind];
  return rejectionOf(failure.detailCode) === 'unexpected_error' ? 'ill' : 'answers';
}

/** Faults that deserve a retry: no answer came, or an unreadable one. After a timeout too little time is left. */
const retryable: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'unreachable',
  'connection_lost',
  'unreadable',
]);

export function isWorthARetry(result: CallResult<unknown>): boolean {
  return result.kind === 'failed' && retryable.has(result.failure.kind);
}
