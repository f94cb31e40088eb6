import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NestLogger } from '../../observability/nest-logger';
import { ShedLog } from '../../observability/shed-log';
import { TRACING, type RequestSpan, type Tracing } from '../../observability/tracing';
import type { Refused } from '../problems/problem-error';
import { AccessLog } from './access-log';
import { CONSTANT_HEADERS } from './answer-headers';
import { answerProblem } from './answer-problem';
import { Draining } from './draining';
import { onRefused, wasAnsweredBelow } from './early-answers';
import { partsOf } from './fastify.adapter';
import { KnownMethods } from './known-methods';
import { givePlaceBack, onShed } from './overload';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null while tracing is off. */
    span: RequestSpan | null;
  }
}

/** Decides about a request before its body is read: the problem to answer, or null if it may go on. */
export interface Gate {
  check(request: FastifyRequest, reply: FastifyReply): Refused | null | Promise<Refused | null>;
}

/** Registers the hooks for every request. Called once, before `init` or `listen`. */
export function configureHttp(app: NestFastifyApplication, gate: Gate): void {
  app.useLogger(app.get(NestLogger));
  new RequestHooks(app, gate).add();
}

/**
 * One hook at each of three moments: the request head has arrived, the response is about to be sent, the response was
 * sent.
 */
class RequestHooks {
  private readonly fastify: FastifyInstance;
  private readonly accessLog: AccessLog;
  private readonly draining: Draining;
  private readonly tracing: Tracing | null;
  private readonly known = new KnownMethods();
  private readonly cors;
  private readonly connections;

  constructor(
    app: NestFastifyApplication,
    private readonly gate: Gate,
  ) {
    this.fastify = app.getHttpAdapter().getInstance();
    this.accessLog = app.get(AccessLog);
    this.draining = app.get(Draining);
    this.tracing = app.get<Tracing | null>(TRACING);
    ({ cors: this.cors, connections: this.connections } = partsOf(app.getHttpAdapter()));
    const shedLog = app.get(ShedLog);
    onRefused(this.fastify.server, (refusal) => this.accessLog.refused(refusal));
    onShed(this.fastify.server, (reason) => shedLog.shed(reason));
  }

  add(): void {
    const { fastify } = this;
    for (const name of ['caller', 'line', 'shownCaller', 'shownLine', 'admission', 'span'])
      fastify.decorateRequest(name, null);
    fastify.decorateReply('problemCode', '');
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) this.known.add(each, url);
    });
    fastify.addHook('onRequest', (request, reply, done) => this.received(request, reply, done));
    fastify.addHook('onSend', (request, reply, payload, done) => {
      // Every response shows what is left of the limits, also on routes that did not wait for them.
      if (request.admission === null) this.sending(request, reply, payload, done);
      else void request.admission.then(() => this.sending(request, reply, payload, done));
    });
    fastify.addHook('onResponse', (request, reply, done) => {
      this.accessLog.answered(request, reply);
      done();
    });
  }

  private received(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
    // Fastify has no hook for a response whose caller has left.
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished && !wasAnsweredBelow(reply.raw))
        this.accessLog.abandoned(request, reply);
    });
    if (this.tracing === null) return this.decide(request, reply, done);
    const { traceparent } = request.headers;
    request.span = this.tracing.begin(
      request.method,
      typeof traceparent === 'string' ? traceparent : undefined,
    );
    // Fastify keeps this context while it reads the body, although those events belong to the connection.
    request.span.run(() => this.decide(request, reply, done));
  }

  private decide(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void {
    const preflight = this.cors.preflightHeadersFor(request.raw);
    if (preflight) return void reply.code(204).headers(preflight).send();
    const refused = this.problemOfForm(request) ?? this.gate.check(request, reply);
    if (!(refused instanceof Promise)) return this.goOn(refused, request, reply, done);
    refused.then(
      (late) => this.goOn(late, request, reply, done),
      (error: unknown) => done(error instanceof Error ? error : new Error('A request could not be checked')),
    );
  }

  private goOn(
    refused: Refused | null,
    request: FastifyRequest,
    reply: FastifyReply,
    done: (error?: Error) => void,
  ): void {
    if (request.shownCaller !== null) this.connections.trust(request.raw.socket, request.shownCaller);
    if (refused === null) done();
    else answerProblem(request, reply, refused);
  }

  /**
   * Refuses HTTP/1.1 without exactly one `Host`, unknown paths and methods, and bodies that are compressed or not in
   * UTF-8.
   */
  private problemOfForm(request: FastifyRequest): Refused | null {
    if (!hasOneHost(request)) return HOST_MISSING;
    const { method, raw } = request;
    const url = raw.url ?? '/';
    // No resource has the method OPTIONS: the route exists only for preflight requests.
    const isRefused = method === 'OPTIONS' || (method === 'HEAD' && !this.known.has(method, url));
    if (request.is404 || isRefused) return this.known.problemOf(url);
    return methodsWithBody.has(method) && hasForeignBody(request) ? UNSUPPORTED_BODY : null;
  }

  private sending(
    request: FastifyRequest,
    reply: FastifyReply,
    payload: unknown,
    done: (error?: Error | null, payload?: unknown) => void,
  ): void {
    // The Swagger UI page has its own policy.
    const policy = reply.getHeader('Content-Security-Policy');
    reply.headers(CONSTANT_HEADERS).header('X-Request-Id', request.id);
    if (policy !== undefined) reply.header('Content-Security-Policy', policy);
    if (!reply.hasHeader('Access-Control-Allow-Origin'))
      reply.headers(this.cors.headersFor(request.headers.origin));
    // Refused connections without a valid credential are closed, to leave room for others.
    const isRefusedStranger = reply.statusCode >= 400 && this.connections.isStranger(request.raw.socket);
    if (this.draining.closing || isRefusedStranger) reply.header('Connection', 'close');
    givePlaceBack(reply.raw);
    done(null, payload);
  }
}

const methodsWithBody = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const foreignCharset = /;\s*charset\s*=\s*(?!"?utf-?8"?\s*(?:;|$))/i;

const UNSUPPORTED_BODY: Refused = { code: 'UNSUPPORTED_MEDIA_TYPE', facts: {} };
const HOST_MISSING: Refused = {
  code: 'VALIDATION_FAILED',
  facts: {
    errors: [{ parameter: 'Host', code: 'required', message: 'HTTP/1.1 requires exactly one Host header.' }],
  },
};

/** Node keeps only the first `Host` in `headers`; `rawHeaders` has them all, alternating names and values. */
function hasOneHost({ raw: { rawHeaders, httpVersion } }: FastifyRequest): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  return hosts === 1 || (hosts === 0 && httpVersion === '1.0');
}

/** The body of a GET has no meaning and is ignored. */
function hasForeignBody({ headers }: FastifyRequest): boolean {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') return true;
  return foreignCharset.test(headers['content-type'] ?? '');
}
