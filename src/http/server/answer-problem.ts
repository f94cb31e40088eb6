import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemHeaders, toProblem } from '../problems/problem-document';
import type { Refused } from '../problems/problem-error';
import { maskText } from '../../observability/mask-text';

declare module 'fastify' {
  interface FastifyRequest {
    /** The masked caller and line of the request; null where there is none. */
    shownCaller: string | null;
    shownLine: string | null;
  }
  interface FastifyReply {
    /** The code of the problem in the answer; empty if there is none. */
    problemCode: string;
  }
}

const writeMethods = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const IDENTIFIER = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Answers a request with a problem document. Closes the connection if a body is still being received. */
export function answerProblem(request: FastifyRequest, reply: FastifyReply, refused: Refused): void {
  const { url } = request.routeOptions;
  const problem = toProblem(refused, {
    requestId: request.id,
    instance: url === undefined || isPathMalformed(request, refused) ? null : instanceOf(url, request),
    write: url !== undefined && writeMethods.has(request.method),
  });
  reply.problemCode = refused.code;
  if (isBodyComing(request)) reply.header('Connection', 'close');
  // As bytes, because Fastify would add a charset to the media type of a string.
  const body = Buffer.from(JSON.stringify(problem));
  reply.status(problem.status).headers(problemHeaders(refused)).send(body);
}

function isPathMalformed({ params }: FastifyRequest, { facts }: Refused): boolean {
  const names = Object.keys(params ?? {});
  return facts.errors?.some(({ parameter }) => parameter !== undefined && names.includes(parameter)) ?? false;
}

function isBodyComing({ raw }: FastifyRequest): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = raw.headers;
  return !raw.complete && (coding !== undefined || (length !== undefined && length !== '0'));
}

/**
 * A route template (`/sims/:msisdn/plan`) filled with the masked values of its parameters. Null if a value has no known
 * form: unvalidated text is not repeated.
 */
function instanceOf(template: string, { params, shownLine }: FastifyRequest): string | null {
  if (template.includes('*')) return null;
  const segments = template.split('/').map((segment) => {
    if (!segment.startsWith(':')) return segment;
    // A path that names a line has no other parameter.
    return shownLine ?? shownValue((params as Partial<Record<string, string>>)[segment.slice(1)]);
  });
  return segments.includes(null) ? null : segments.join('/');
}

function shownValue(value: string | undefined): string | null {
  if (value === undefined || !IDENTIFIER.test(value)) return null;
  return UUID.test(value) ? value : maskText(value);
}
