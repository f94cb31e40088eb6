import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiBody, ApiExtension, ApiHeader, ApiOperation, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { FreebitDocument } from '../freebit/operations/operation';
import { refusalOf } from '../freebit/result-codes';
import { Scope } from '../http/auth/access.decorator';
import {
  accessProblems,
  problemResponses,
  type ProblemResponsesOptions,
} from '../http/docs/problem-responses.decorator';
import { ProblemDto } from '../http/problems/problem.dto';
import type { ProblemCode } from '../http/problems/problem-catalogue';
import { failureProblems } from './failure-problems';
import { refusalProblem, refusalProblems } from './refusal-table';
import { successResponses, type SuccessAnswer } from './success-responses';
import type { Target } from './target';

export interface EndpointOptions {
  readonly summary: string;
  readonly description: string;
  readonly scope: Scope;
  readonly returns: Type;
  /** The call that the route makes. */
  readonly freebit: {
    readonly document: FreebitDocument;
    readonly effect: 'read' | 'write';
    readonly refusals: readonly string[];
  };
  readonly target: Target['type'];
  /** What a write takes, and requests that work against the sandbox, by name. */
  readonly accepts?: { readonly type: Type; readonly examples: Readonly<Record<string, object>> };
  /** How the route succeeds, by status. */
  readonly answers: Readonly<Record<number, SuccessAnswer>>;
}

/** Codes that stand for the same thing, whichever of them a paper lists (a line in a group, a line without plan). */
const ALIKE = ['211', '240', '330'];

/** Any refusal may come from any call, so every code has a problem; these are the ones that a route documents. */
function problemsOf({ freebit, target }: Pick<EndpointOptions, 'freebit' | 'target'>): ProblemCode[] {
  const { effect } = freebit;
  const refusals = [...freebit.refusals, ...(target === 'master_account' ? [] : ALIKE)].map((detailCode) =>
    refusalProblem(refusalOf(detailCode), effect, target),
  );
  const failures = Object.values(failureProblems).map((problem) => problem[effect].code);
  const undocumented = refusalProblem('unknown_code', effect, target);
  return [...general(effect), ...refusals, undocumented, ...failures];
}

/** All that a route needs beside its verb: its documentation, its problems and who may use it. */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  const { summary, description, scope, returns, freebit, answers } = options;
  const [status = 200] = Object.keys(answers).map(Number);
  return applyDecorators(
    HttpCode(status),
    Scope(scope),
    ApiOperation({
      summary,
      description: `${description}\n\nScope: \`${scope}\`. Freebit: ${freebit.document}.`,
    }),
    ...acceptedBody(options.accepts),
    ...(freebit.effect === 'read' ? [FRESHNESS_HEADER] : []),
    ApiExtension('x-freebit', freebit.document),
    ...successResponses(returns, answers, freebit.effect),
    problemResponses(problemsOf(options), examples(options)),
    anyOtherProblem(),
  );
}

const FRESHNESS_HEADER = ApiHeader({
  name: 'Cache-Control',
  description:
    '`no-cache` asks Freebit anew, unless the kept answer is younger than 10 seconds (traffic: 60). Anything else changes nothing.',
  required: false,
  schema: { type: 'string', example: 'no-cache' },
});

/** Freebit may answer any call with any of its codes, so a status beyond those above is possible. */
function anyOtherProblem(): MethodDecorator {
  const content = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } };
  return ApiResponse({
    status: 'default',
    description: 'Any other problem of the catalogue at `/problems`.',
    content,
  });
}

function acceptedBody(accepts: EndpointOptions['accepts']): MethodDecorator[] {
  if (accepts === undefined) return [];
  const examples = Object.entries(accepts.examples).map(
    ([summary, value]) => [summary, { summary, value }] as const,
  );
  return [ApiBody({ type: accepts.type, examples: Object.fromEntries(examples) })];
}

function general(effect: 'read' | 'write'): ProblemCode[] {
  const always: ProblemCode[] = [
    ...accessProblems,
    ...(['VALIDATION_FAILED', 'INTERNAL_ERROR', 'REQUEST_TIMEOUT', 'HEADERS_TOO_LARGE'] as const),
    ...(['RATE_LIMITED', 'BULK_QUERY_BLOCKED', 'OVERLOADED'] as const),
  ];
  return effect === 'read' ? always : [...always, ...ofBodies, ...ofKeys];
}

const ofBodies: ProblemCode[] = ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];
const ofKeys: ProblemCode[] = [
  'IDEMPOTENCY_KEY_REQUIRED',
  'IDEMPOTENCY_KEY_INVALID',
  'IDEMPOTENCY_KEY_IN_USE',
  'IDEMPOTENCY_KEY_REUSED',
  'ACCOUNT_BUSY',
  'PREVIOUS_OUTCOME_UNKNOWN',
  'IDEMPOTENCY_STORE_UNAVAILABLE',
];

const paths: Readonly<Record<Target['type'], string>> = {
  sim: '/sims/090****5678',
  share_group: '/share-groups/AAA0_****0001',
  master_account: '/master-accounts/t****@test.ne.jp',
};

const parameters: Readonly<Record<Target['type'], string>> = {
  sim: 'msisdn',
  share_group: 'groupCode',
  master_account: 'account',
};

/** Examples as a caller would get them: with the codes that Freebit answers, and the member it points at. */
function examples({ freebit, target }: EndpointOptions): ProblemResponsesOptions {
  const facts: NonNullable<ProblemResponsesOptions['facts']> = {
    VALIDATION_FAILED: {
      errors: [{ parameter: parameters[target], code: 'invalid_format', message: 'Write it as described.' }],
    },
  };
  for (const detailCode of [...freebit.refusals, ...ALIKE].toReversed()) {
    const refusal = refusalOf(detailCode);
    const { pointer } = refusalProblems[refusal];
    facts[refusalProblem(refusal, freebit.effect, target)] = {
      upstream: { api: freebit.document, resultCode: detailCode },
      ...(pointer !== undefined && {
        errors: [{ pointer, code: refusal, message: 'Freebit rejected this value.' }],
      }),
    };
  }
  return { path: paths[target], write: freebit.effect === 'write', facts };
}
