import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../problems/problem-error';
import { type KnownMethods } from './known-methods';

const methodsWithBody = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const foreignCharset = /;\s*charset\s*=\s*(?!"?utf-?8"?\s*(?:;|$))/i;

/**
 * Refuses, before a byte of a body is read: a path or method that no route has, HTTP/1.1 without one `Host`, and a
 * body that is compressed or not in UTF-8. The body of a GET has no meaning: it is read past, whatever it is.
 */
export function refuseEarly(fastify: FastifyInstance, known: KnownMethods): void {
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) known.add(each, url);
  });
  fastify.addHook('onRequest', (request, _reply: FastifyReply, done) => {
    done(problemOf(request, known));
  });
}

function problemOf(request: FastifyRequest, known: KnownMethods): ProblemError | undefined {
  if (!hasOneHost(request)) return hostMissing();
  // OPTIONS is no method of a resource: it is there at all so that browsers may ask whether they may.
  if (request.is404 || ['HEAD', 'OPTIONS'].includes(request.method))
    return known.problemOf(request.raw.url ?? '/');
  return methodsWithBody.has(request.method) ? problemOfBody(request) : undefined;
}

function hasOneHost({ raw }: FastifyRequest): boolean {
  // Node keeps the first of several in `headers`; all of them are only here, names and values in turn.
  const hosts = raw.rawHeaders.filter((text, index) => index % 2 === 0 && isHost(text)).length;
  return hosts === 1 || (hosts === 0 && raw.httpVersion === '1.0');
}

function isHost(name: string): boolean {
  return name.length === 4 && name.toLowerCase() === 'host';
}

function hostMissing(): ProblemError {
  return new ProblemError('VALIDATION_FAILED', {
    errors: [{ parameter: 'Host', code: 'required', message: 'HTTP/1.1 requires exactly one Host header.' }],
  });
}

function problemOfBody({ headers }: FastifyRequest): ProblemError | undefined {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    return new ProblemError('UNSUPPORTED_MEDIA_TYPE');
  const foreign = foreignCharset.test(headers['content-type'] ?? '');
  return foreign ? new ProblemError('UNSUPPORTED_MEDIA_TYPE') : undefined;
}
