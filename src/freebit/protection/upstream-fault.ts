import { FreebitError, type FailureKind } from '../freebit-error';
import { refusalOf } from '../result-codes';

/** What a failure says about Freebit: that it is ill, that it answers, or nothing, because it was not asked. */
type Verdict = 'ill' | 'answers' | 'not_asked';

const verdicts: Readonly<Record<Exclude<FailureKind, 'refused'>, Verdict>> = {
  unreachable: 'ill',
  timed_out: 'ill',
  connection_lost: 'ill',
  unreadable: 'ill',
  // Logins that fail are paused by themselves, for all replicas.
  auth_failed: 'not_asked',
  login_paused: 'not_asked',
  not_attempted: 'not_asked',
  // Nobody waited for what it would have answered.
  abandoned: 'not_asked',
};

/** A refusal is an answer like any other, but 900 says that Freebit failed. */
export function verdictOf(error: unknown): Verdict {
  if (!(error instanceof FreebitError)) return 'not_asked';
  const { failure } = error;
  if (failure.kind !== 'refused') return verdicts[failure.kind];
  return refusalOf(failure.detailCode) === 'unexpected_error' ? 'ill' : 'answers';
}

/** Faults that another attempt may be spared: no answer came, or none that says anything. Time-outs have cost enough. */
const retryable: ReadonlySet<FailureKind> = new Set<FailureKind>([
  'unreachable',
  'connection_lost',
  'unreadable',
]);

export function isWorthARetry(error: unknown): boolean {
  return error instanceof FreebitError && retryable.has(error.failure.kind);
}
