import type { FreebitError, FreebitFailure } from '../freebit/freebit-error';
import { rejectionOf } from '../freebit/result-codes';
import { ProblemError, type ProblemFacts } from '../http/problems/problem-error';
import { failureProblems } from './failure-problems';
import { problemOfRejection, problemsByRejection } from './rejection-table';
import type { Line } from '../lines/line';

/** The problem of a failed read. */
export function toReadProblem({ document, failure }: FreebitError, target: Line): ProblemError {
  if (failure.kind !== 'refused')
    return new ProblemError(failureProblems[failure.kind].read.code, retryAfter(failure));
  const code = problemOfRejection(rejectionOf(failure.detailCode), 'read', target.type);
  return new ProblemError(code, { upstream: upstream(document, failure) });
}

/** The problem of a failed write, with its outcome. */
export function toWriteProblem(
  { document, failure }: FreebitError,
  target: Line,
  operationId: string,
): ProblemError {
  if (failure.kind !== 'refused') {
    const { write, outcome = 'not_applied' } = failureProblems[failure.kind];
    return new ProblemError(write.code, {
      status: write.status,
      outcome,
      operationId,
      ...retryAfter(failure),
    });
  }
  const rejection = rejectionOf(failure.detailCode);
  const { pointer, outcome = 'not_applied' } = problemsByRejection[rejection];
  return new ProblemError(problemOfRejection(rejection, 'write', target.type), {
    ...(outcome === 'unknown' && { status: 502 }),
    ...(pointer !== undefined && {
      errors: [{ pointer, code: rejection, message: 'Freebit rejected this value.' }],
    }),
    outcome,
    operationId,
    upstream: upstream(document, failure),
  });
}

function retryAfter(failure: FreebitFailure): ProblemFacts {
  return 'retryAfterSeconds' in failure ? { retryAfterSeconds: failure.retryAfterSeconds } : {};
}

function upstream(
  api: string,
  { detailCode, statusCode }: Extract<FreebitFailure, { kind: 'refused' }>,
): ProblemFacts['upstream'] {
  return { api, resultCode: detailCode, ...(statusCode !== null && { statusCode }) };
}
