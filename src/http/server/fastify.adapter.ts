import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { readJson } from '../json-body/read-json';
import { Cors } from './answer-headers';
import { Connections, type ConnectionLimits } from './connections';
import { answerClientError, answerConnect, earlyAnswer, tellRefused } from './early-answers';
import { Overload, shedWhen } from './overload';
import { requestIdOf } from './request-id';

/** What one caller may use before its request is understood. Units are in the names. */
export interface HttpLimits extends ConnectionLimits {
  readonly bodyBytes: number;
  /** Request line and headers together. */
  readonly headerBytes: number;
  readonly headersTimeoutMs: number;
  /** From the first byte of a request to the last byte of its body. */
  readonly requestTimeoutMs: number;
  /** How often the two timeouts are checked, so how late they may be. */
  readonly connectionsCheckMs: number;
  /** Longer than the idle time of the load balancer, which otherwise reuses a connection that we are closing. */
  readonly keepAliveTimeoutMs: number;
}

const defaultHttpLimits: HttpLimits = {
  bodyBytes: 16 * 1024,
  headerBytes: 16 * 1024,
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 5_000,
  connectionsCheckMs: 1_000,
  keepAliveTimeoutMs: 65_000,
  requestsPerConnection: 1_000,
  connections: 2_000,
  strangersPerAddress: 256,
  silentMs: 75_000,
  unreadMs: 30_000,
};

/** The longest parameter of a route has 256 characters, and percent-encoding triples them. */
const longestParameter = 1024;

/** Ignores the options about body parsers and never registers those of Nest: ours is the only one. */
class JsonOnlyFastifyAdapter extends FastifyAdapter {
  /** What the hooks need from the server. */
  parts!: ServerParts;

  override registerParserMiddleware(): void {}
}

export interface ServerParts {
  readonly cors: Cors;
  readonly connections: Connections;
}

/** Options of the server. */
export interface HttpServerOptions {
  /** Origins of web pages that may call. */
  readonly corsOrigins?: readonly string[];
  readonly limits?: Partial<HttpLimits>;
  /** When to shed requests; by default never. */
  readonly overload?: Overload;
}

/** The HTTP server with its limits and everything that needs no container; `configureHttp` adds the rest. */
export function createFastifyAdapter(options: HttpServerOptions = {}): FastifyAdapter {
  const { overload = new Overload({ inFlight: 0, delayMs: 0 }) } = options;
  const limits = { ...defaultHttpLimits, ...options.limits };
  const cors = new Cors(options.corsOrigins ?? []);
  const adapter = new JsonOnlyFastifyAdapter({ ...serverOptions(limits, cors), skipMiddie: true });
  const fastify: FastifyInstance = adapter.getInstance();
  const { server } = fastify;
  const connections = new Connections(server, limits);
  shedWhen(overload, server, cors, connections);
  adapter.parts = { cors, connections };
  // An unknown expectation may be ignored (RFC 9110, 10.1.1); Node's own answer is not a problem document.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('connect', (request, socket) => answerConnect(server, cors, request, socket));
  acceptOnlyJson(fastify);
  return adapter;
}

/** The parts of a server that `createFastifyAdapter` created. */
export function partsOf(adapter: unknown): ServerParts {
  if (adapter instanceof JsonOnlyFastifyAdapter) return adapter.parts;
  throw new Error('The application runs on another adapter');
}

function serverOptions(limits: HttpLimits, cors: Cors) {
  return {
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    maxRequestsPerSocket: limits.requestsPerConnection,
    // Only options of `createServer` set the interval at which Node checks its timeouts.
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: limits.connectionsCheckMs,
      // Node would answer a missing Host without a body; the `onRequest` hook answers it.
      requireHostHeader: false,
    },
    exposeHeadRoutes: false,
    // A request that arrives while the server closes is still answered, with `Connection: close`.
    return503OnClosing: false,
    genReqId: requestIdOf,
    frameworkErrors(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
      answerBadUrl(cors, request, reply);
    },
    clientErrorHandler(this: FastifyInstance, error: NodeJS.ErrnoException, socket: Socket): void {
      answerClientError(this.server, cors, error, socket);
    },
    routerOptions: {
      caseSensitive: true,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
      maxParamLength: longestParameter,
    },
  };
}

/**
 * No hook runs for a URL that cannot be decoded or is too long, so this response sets all headers itself. It closes the
 * connection, because the credential was not checked, and a body may still be coming.
 */
function answerBadUrl(cors: Cors, request: FastifyRequest, reply: FastifyReply): void {
  const detail = 'The path of the request is malformed or too long.';
  const answer = earlyAnswer({ code: 'VALIDATION_FAILED', facts: { detail } }, request.id);
  const server: Server = request.server.server;
  tellRefused(server, answer.refusal);
  const headers = { ...answer.headers, ...cors.headersFor(request.headers.origin), Connection: 'close' };
  reply.code(answer.refusal.status).headers(headers).send(answer.body);
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
