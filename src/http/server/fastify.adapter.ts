import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Tracing } from '../../observability/tracing';
import { readJson } from '../json-body/read-json';
import { ProblemError } from '../problems/problem-error';
import { answerHeaders } from './answer-headers';
import { answerClientError, answerConnect } from './client-error';
import { closeAfterLast } from './connection-turnover';
import { type HttpLimits, defaultHttpLimits } from './http-limits';
import { KnownMethods } from './known-methods';
import { Overload } from './overload';
import { refuseEarly } from './refuse-early';
import { requestIdOf } from './request-id';
import { spanRequests } from './request-spans';
import { addSecurityHeaders } from './security-headers';
import { shedWhen } from './shedding';
import { tellRefused, wireAnswer } from './wire-answer';

declare module 'fastify' {
  interface FastifyReply {
    /** The code of the problem that was answered; empty when none was. */
    problemCode: string;
  }
}

/** Percent-encoded, the longest parameter that a route accepts (256 characters) has three times its length. */
const longestParameter = 1024;

/** Leaves Nest's own body parsers out: ours is the only one, and forgetting an option cannot bring others back. */
class JsonOnlyFastifyAdapter extends FastifyAdapter {
  override registerParserMiddleware(): void {}
}

/** What the server needs to be told. */
export interface HttpServerOptions {
  /** Origins of web pages that may call. */
  readonly corsOrigins?: readonly string[];
  readonly limits?: Partial<HttpLimits>;
  /** When there is too much to do; never, when left out. */
  readonly overload?: Overload;
  /** Null, or left out: nothing is traced. */
  readonly tracing?: Tracing | null;
}

/** The HTTP server with its limits and with all that needs no container; `configureHttp` adds the rest. */
export async function createFastifyAdapter(options: HttpServerOptions = {}): Promise<FastifyAdapter> {
  const { overload = new Overload({ inFlight: 0, delayMs: 0 }) } = options;
  const all = { ...defaultHttpLimits, ...options.limits };
  const adapter = new JsonOnlyFastifyAdapter({ ...serverOptions(all), skipMiddie: true });
  const fastify: FastifyInstance = adapter.getInstance();
  const { server } = fastify;
  server.maxConnections = all.connections;
  shedWhen(overload, server);
  closeAfterLast(server);
  // An expectation that nobody knows may be ignored (RFC 9110, 10.1.1); Node's own answer is no problem document.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('connect', (_request, socket) => answerConnect(server, socket));
  fastify.decorateReply('problemCode', '');
  acceptOnlyJson(fastify);
  if (options.tracing) spanRequests(fastify, options.tracing);
  await addSecurityHeaders(fastify, options.corsOrigins ?? []);
  refuseEarly(fastify, new KnownMethods());
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    reply.headers(answerHeaders(request.id));
    done();
  });
  return adapter;
}

function serverOptions(limits: HttpLimits) {
  return {
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    maxRequestsPerSocket: limits.requestsPerConnection,
    // Only options of `createServer` reach the interval at which Node looks at its timeouts.
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.connectionsCheckMs,
      // Node would answer a missing Host without a body; the hook in `refuseEarly` answers it.
      requireHostHeader: false,
    },
    exposeHeadRoutes: false,
    // A request that arrives while the server closes is still answered, with `Connection: close`.
    return503OnClosing: false,
    genReqId: requestIdOf,
    frameworkErrors: answerBadUrl,
    clientErrorHandler(this: FastifyInstance, error: NodeJS.ErrnoException, socket: Socket): void {
      answerClientError(this.server, error, socket);
    },
    routerOptions: {
      caseSensitive: true,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
      maxParamLength: longestParameter,
    },
  };
}

/** No hook runs for a URL that cannot be decoded or is too long, so this answer carries everything itself. */
function answerBadUrl(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const detail = 'The path of the request is malformed or too long.';
  const answer = wireAnswer(new ProblemError('VALIDATION_FAILED', { detail }), request.id);
  const server: Server = request.server.server;
  tellRefused(server, answer.refusal);
  reply.code(answer.refusal.status).headers(answer.headers).send(answer.body);
}

function acceptOnlyJson(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, readJson(body));
    } catch (error) {
      done(error instanceof Error ? error : new Error('The JSON parser failed'));
    }
  });
}
