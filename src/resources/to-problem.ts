import type { FreebitError, FreebitFailure } from '../freebit/freebit-error';
import { refusalOf } from '../freebit/result-codes';
import { ProblemError, type ProblemFacts } from '../http/problems/problem-error';
import { failureProblems } from './failure-problems';
import { refusalProblem, refusalProblems } from './refusal-table';
import type { Target } from './target';

/** What a failed read is to our caller. */
export function toReadProblem({ document, failure }: FreebitError, target: Target): ProblemError {
  if (failure.kind !== 'refused') {
    const { code, status } = failureProblems[failure.kind].read;
    return new ProblemError(code, { status, ...retryAfter(failure) });
  }
  const code = refusalProblem(refusalOf(failure.detailCode), 'read', target.type);
  return new ProblemError(code, { upstream: upstream(document, failure) });
}

/** What a failed write is to our caller, and whether it was applied. */
export function toWriteProblem(
  { document, failure }: FreebitError,
  target: Target,
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
  const refusal = refusalOf(failure.detailCode);
  const { pointer, outcome = 'not_applied' } = refusalProblems[refusal];
  return new ProblemError(refusalProblem(refusal, 'write', target.type), {
    ...(outcome === 'unknown' && { status: 502 }),
    ...(pointer !== undefined && {
      errors: [{ pointer, code: refusal, message: 'Freebit rejected this value.' }],
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
