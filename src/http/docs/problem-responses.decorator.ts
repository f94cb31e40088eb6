import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { type ProblemCode, problemKind, problemType } from '../problems/problem-catalogue';
import { problemMediaType, toProblem } from '../problems/problem-document';
import { ProblemError, type ProblemFacts } from '../problems/problem-error';
import { statusesOf } from '../problems/problem-kind';
import { ProblemDto } from '../problems/problem.dto';
import { headerRef } from './header-components';

export interface ProblemResponsesOptions {
  /** The path of the examples, with its line masked; left out of them when not given. */
  readonly path?: string;
  /** Whether the route changes something, so that its problems tell the outcome. */
  readonly write?: boolean;
  /** What the examples say beyond the catalogue, for instance `errors` or `upstream`; `status` fixes the status. */
  readonly facts?: Partial<Record<ProblemCode, ProblemFacts>>;
}

/** The problems of every route that is not for everybody. */
export const accessProblems = [
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'AUTHENTICATION_UNAVAILABLE',
] as const satisfies ProblemCode[];

const exampleRequestId = '6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11';

/** Documents the problems of a route: one response for each status, with one complete example for each code. */
export function problemResponses(
  codes: readonly ProblemCode[],
  options: ProblemResponsesOptions = {},
): ClassDecorator & MethodDecorator {
  const responses = [...byStatus(codes, options)].map(([status, errors]) =>
    responseOf(status, errors, options),
  );
  return applyDecorators(ApiExtraModels(ProblemDto), ...responses);
}

function byStatus(
  codes: readonly ProblemCode[],
  { facts = {} }: ProblemResponsesOptions,
): Map<number, ProblemError[]> {
  const errorsOf = new Map<number, ProblemError[]>();
  for (const code of new Set(codes)) {
    const fixed = facts[code]?.status;
    for (const status of fixed === undefined ? statusesOf(problemKind(code)) : [fixed]) {
      const error = new ProblemError(code, { ...facts[code], status });
      errorsOf.set(status, [...(errorsOf.get(status) ?? []), error]);
    }
  }
  return new Map([...errorsOf].sort(([a], [b]) => a - b));
}

function responseOf(status: number, errors: readonly ProblemError[], options: ProblemResponsesOptions) {
  const waits = errors.some(
    ({ code, facts }) => facts.retryAfterSeconds ?? problemKind(code).retryAfterSeconds,
  );
  const examples = Object.fromEntries(errors.map((error) => [error.code, exampleOf(error, options)]));
  return ApiResponse({
    status,
    description: errors.map(({ code }) => lineOf(code)).join('\n'),
    headers: {
      ...(waits && { 'Retry-After': headerRef('Retry-After') }),
      ...(status === 401 && { 'WWW-Authenticate': headerRef('WWW-Authenticate') }),
    },
    content: { [problemMediaType]: { schema: { $ref: getSchemaPath(ProblemDto) }, examples } },
  });
}

function lineOf(code: ProblemCode): string {
  return `- [\`${code}\`](${problemType(code)}): ${problemKind(code).title}`;
}

function exampleOf(error: ProblemError, { path, write = false }: ProblemResponsesOptions) {
  const problem = toProblem(error, { requestId: exampleRequestId, instance: path ?? null, write });
  // Through JSON, so that the example has exactly the members of a real answer.
  return { summary: problem.title, value: JSON.parse(JSON.stringify(problem)) as object };
}
