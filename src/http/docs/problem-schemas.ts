import type { OpenAPIObject } from '@nestjs/swagger';
import { type ProblemCode, problemCodes, problemKind, problemType } from '../problems/problem-catalogue';
import { problemMediaType, toProblem } from '../problems/problem-document';
import { ProblemError } from '../problems/problem-error';
import { problemExamples } from '../problems/problem-examples';
import { statusesOf } from '../problems/problem-kind';
import { headerRef, type HeaderName } from './header-components';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Responses = NonNullable<OpenAPIObject['paths'][string]['get']>['responses'];

const exampleRequestId = '6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11';

/** `SIM_NOT_FOUND` is the schema `SimNotFound`. */
function schemaOfCode(code: ProblemCode): string {
  const words = code.toLowerCase().split('_');
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
}

function refOf(code: ProblemCode): string {
  return `#/components/schemas/${schemaOfCode(code)}`;
}

/** One schema for each code: the common problem, with the values that are fixed for this code. */
export function problemSchemas(used: ReadonlySet<ProblemCode>): Schemas {
  const codes = problemCodes.filter((code) => used.has(code));
  return Object.fromEntries(codes.map((code) => [schemaOfCode(code), schemaFor(code)]));
}

function schemaFor(code: ProblemCode): Schemas[string] {
  const kind = problemKind(code);
  const statuses = statusesOf(kind);
  return {
    description: `${kind.title}. ${kind.whatToDo}`,
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      {
        type: 'object',
        required: ['type', 'status', 'code', 'retryable'],
        properties: {
          type: constant(problemType(code)),
          status: oneOf(statuses),
          code: constant(code),
          retryable: oneOf([kind.retryable]),
        },
      },
    ],
    examples: [problemExample(code)],
  } as Schemas[string];
}

function constant(value: string) {
  return { const: value };
}

/** For values that are not texts: orval treats every `const` as a text. */
function oneOf(values: readonly (number | boolean)[]) {
  return { enum: [...values] };
}

/** A complete document of a kind, as the sandbox answers it. */
export function problemExample(code: ProblemCode): object {
  const { instance = null, facts = {} } = problemExamples[code];
  const context = { requestId: exampleRequestId, instance, write: facts.outcome !== undefined };
  // Through JSON, so that the example has exactly the members of a real answer.
  return JSON.parse(JSON.stringify(toProblem(new ProblemError(code, facts), context))) as object;
}

/** The responses of a route with these problem codes, for each status the union of its codes; without common headers. */
export function problemResponses(codes: readonly ProblemCode[]): Responses {
  const statuses = [...new Set(codes.flatMap((code) => statusesOf(problemKind(code))))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => {
      const ofStatus = problemCodes.filter(
        (code) => codes.includes(code) && statusesOf(problemKind(code)).includes(status),
      );
      return [status, responseOf(status, ofStatus)];
    }),
  );
}

function responseOf(status: number, codes: readonly ProblemCode[]): Responses[string] {
  const waits = codes.some((code) => problemKind(code).retryAfterSeconds !== undefined);
  const headers: HeaderName[] = [
    ...(waits ? (['Retry-After'] as const) : []),
    ...(status === 401 ? (['WWW-Authenticate'] as const) : []),
    ...(codes.includes('OUTCOME_UNKNOWN') ? (['Location'] as const) : []),
  ];
  return {
    description: descriptionOf(codes),
    headers: Object.fromEntries(headers.map((name) => [name, headerRef(name)])),
    content: { [problemMediaType]: { schema: unionOf(codes) } },
  };
}

function descriptionOf(codes: readonly ProblemCode[]): string {
  const [only, ...others] = codes;
  if (only !== undefined && others.length === 0) return `${problemKind(only).title}.`;
  return `One of ${codes.map((code) => `\`${code}\``).join(', ')}.`;
}

function unionOf(codes: readonly ProblemCode[]) {
  const [only, ...others] = codes;
  if (only !== undefined && others.length === 0) return { $ref: refOf(only) };
  return {
    oneOf: codes.map((code) => ({ $ref: refOf(code) })),
    discriminator: {
      propertyName: 'code',
      mapping: Object.fromEntries(codes.map((code) => [code, refOf(code)])),
    },
  };
}
