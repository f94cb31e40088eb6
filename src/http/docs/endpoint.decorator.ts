import { applyDecorators, HttpCode, SetMetadata, type Type } from '@nestjs/common';
import {
  ApiBody,
  ApiExtension,
  ApiExtraModels,
  ApiOperation,
  ApiResponse,
  ApiSecurity,
  getSchemaPath,
} from '@nestjs/swagger';
import type { ProblemCode } from '../problems/problem-catalogue';
import { ProblemDto } from '../problems/problem.dto';
import { ACCESS, type Access } from './endpoint-access';
import { headerRef, type HeaderName } from './header-components';
import { SchemaUnion } from './schema-union';

/** One way in which a route succeeds. */
export interface SuccessAnswer {
  readonly description: string;
  /** Bodies as the sandbox answers them, by name. Those of a write have the name of the request that leads to them. */
  readonly examples?: Readonly<Record<string, object>>;
  /** Headers in addition to those of every response. */
  readonly headers?: readonly HeaderName[];
  /** The body, if it is not the `returns` of the route. */
  readonly returns?: Returned;
}

/** A JSON body: a class, a list of a class, or one of several classes; or a text of a media type. */
export type Returned = Type | readonly [Type] | SchemaUnion | `text/${string}`;

type Content = Extract<Parameters<typeof ApiResponse>[0], { content?: unknown }>['content'];

export interface EndpointOptions {
  /** The name of a function that calls the route; made from controller and method when left out. */
  readonly operationId?: string;
  readonly summary: string;
  readonly description: string;
  readonly access: Access;
  readonly returns: Returned;
  /** What it takes, and requests that work against the sandbox, by name. */
  readonly accepts?: { readonly type: Type; readonly examples: Readonly<Record<string, object>> };
  /** How the route succeeds, by status; the lowest is the usual one. */
  readonly answers: Readonly<Record<number, SuccessAnswer>>;
  /** The problems of the route, in addition to those that every route of its kind has. */
  readonly problems?: readonly ProblemCode[];
  /** Whether browsers get the same as a page. */
  readonly pages?: boolean;
}

/** What a route declares about its responses, until the description is built. */
export interface DeclaredAnswers {
  readonly statuses: readonly string[];
  readonly problems: readonly ProblemCode[];
}

export const ANSWERS_EXTENSION = 'x-declared-answers';

/** All that a route needs besides its verb: documentation, problems, status and access. */
export function Endpoint(options: EndpointOptions): MethodDecorator {
  const { operationId, summary, access, accepts, answers } = options;
  const [status = 200] = Object.keys(answers).map(Number);
  return applyDecorators(
    HttpCode(status),
    SetMetadata<string, Access>(ACCESS, access),
    ...(access === 'public' ? [] : credentials(access)),
    ApiOperation({
      summary,
      description: describe(options),
      ...(operationId !== undefined && { operationId }),
    }),
    ...(accepts ? [ApiBody({ type: accepts.type, required: true, examples: named(accepts.examples) })] : []),
    ...Object.entries(answers).flatMap(([code, answer]) => successResponse(Number(code), answer, options)),
    ApiExtraModels(ProblemDto),
    ApiExtension(ANSWERS_EXTENSION, declaredAnswers(options)),
  );
}

function describe({ description, access }: EndpointOptions): string {
  if (access === 'public') return `${description}\n\nNeeds no credential.`;
  return access === 'any_caller' ? description : `${description}\n\nScope: \`${access}\`.`;
}

function declaredAnswers(options: EndpointOptions): DeclaredAnswers {
  return { statuses: Object.keys(options.answers), problems: [...new Set(problemsOf(options))] };
}

/** Either credential will do. */
function credentials(access: Exclude<Access, 'public'>): MethodDecorator[] {
  const scopes = access === 'any_caller' ? [] : [access];
  return ['apiKey', 'bearer'].map((scheme) => ApiSecurity(scheme, scopes));
}

function problemsOf({ access, accepts, problems = [] }: EndpointOptions): ProblemCode[] {
  return [...(access === 'public' ? [] : ofKnownCallers), ...(accepts ? ofBodies : []), ...problems];
}

const ofKnownCallers = [
  ...(['VALIDATION_FAILED', 'UNAUTHENTICATED', 'PERMISSION_DENIED', 'REQUEST_TIMEOUT'] as const),
  ...(['RATE_LIMITED', 'HEADERS_TOO_LARGE', 'INTERNAL_ERROR'] as const),
  ...(['AUTHENTICATION_UNAVAILABLE', 'OVERLOADED'] as const),
] satisfies ProblemCode[];

const ofBodies = ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] satisfies ProblemCode[];

function successResponse(
  status: number,
  answer: SuccessAnswer,
  { returns, pages }: EndpointOptions,
): MethodDecorator[] {
  const { description, examples, headers = [] } = answer;
  const returned = answer.returns ?? returns;
  return [
    ...modelsOf(returned),
    ApiResponse({
      status,
      description,
      headers: Object.fromEntries(headers.map((name) => [name, headerRef(name)])),
      content: {
        ...contentOf(returned, examples),
        ...(pages && { 'text/html': { schema: { type: 'string' } } }),
      },
    }),
  ];
}

function modelsOf(returned: Returned): MethodDecorator[] {
  if (typeof returned === 'string') return [];
  if (returned instanceof SchemaUnion) return [returned.models];
  return [ApiExtraModels(typeof returned === 'function' ? returned : returned[0])];
}

function contentOf(returned: Returned, examples: SuccessAnswer['examples']): NonNullable<Content> {
  if (typeof returned === 'string') return { [returned]: { schema: { type: 'string' } } };
  return {
    'application/json': { schema: schemaOf(returned), ...(examples && { examples: named(examples) }) },
  };
}

function schemaOf(returned: Exclude<Returned, string>) {
  if (returned instanceof SchemaUnion) return returned.ref;
  if (typeof returned === 'function') return { $ref: getSchemaPath(returned) };
  return { type: 'array' as const, items: { $ref: getSchemaPath(returned[0]) } };
}

function named(examples: Readonly<Record<string, object>>) {
  return Object.fromEntries(
    Object.entries(examples).map(([summary, value]) => [summary, { summary, value }]),
  );
}
