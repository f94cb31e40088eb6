import { publicPath } from '../public-path';
import { problemKind, problemType } from './problem-catalogue';
import { type Refused } from './problem-error';
import { type ProblemDetailDto, type ProblemDto } from './problem.dto';

/** What the request adds to a problem. */
export interface ProblemContext {
  readonly requestId: string;
  /** The masked path; null if it must not be shown. */
  readonly instance: string | null;
  /** Whether the request is a write, so that the document has an outcome. */
  readonly write: boolean;
}

export const problemMediaType = 'application/problem+json';

/** The document for an error on a request. Members that do not apply are omitted. */
export function toProblem({ code, facts }: Refused, context: ProblemContext): ProblemDto {
  const kind = problemKind(code);
  return {
    type: problemType(code),
    title: kind.title,
    status: facts.status ?? kind.status,
    code,
    detail: facts.detail ?? kind.detail,
    instance: context.instance ?? undefined,
    requestId: facts.requestId ?? context.requestId,
    retryable: kind.retryable,
    outcome: context.write ? (facts.outcome ?? kind.outcome ?? 'not_applied') : undefined,
    operationId: facts.operationId,
    errors: (facts.errors ?? []).map(toDetail),
    upstream: facts.upstream,
  };
}

function toDetail({ pointer, parameter, code, message }: ProblemDetailDto): ProblemDetailDto {
  return { pointer, parameter, code, message };
}

/** The headers of a problem, in addition to those of every response. */
export function problemHeaders({ code, facts }: Refused): Record<string, string> {
  const headers: Record<string, string> = { 'Content-Type': problemMediaType };
  const retryAfter = facts.retryAfterSeconds ?? problemKind(code).retryAfterSeconds;
  if (retryAfter !== undefined) headers['Retry-After'] = String(Math.max(1, Math.ceil(retryAfter)));
  if (facts.replayed) headers['Idempotency-Replayed'] = 'true';
  if (code === 'OUTCOME_UNKNOWN' && facts.operationId !== undefined)
    headers.Location = publicPath(`/operations/${facts.operationId}`);
  if (facts.allow) headers.Allow = facts.allow.join(', ');
  if (code === 'UNAUTHENTICATED') {
    const { challenges = ['ApiKey realm="freebit-gateway"'] } = facts;
    headers['WWW-Authenticate'] = challenges.join(', ');
  }
  return headers;
}
