import type { FastifyInstance } from 'fastify';
import type { RequestSpan, Tracing } from '../../observability/tracing';

declare module 'fastify' {
  interface FastifyRequest {
    /** Not there where nothing is traced. */
    span?: RequestSpan | null;
  }
}

/** Gives each request a span, which the access log ends. To be called before other hooks, so that none is left out. */
export function spanRequests(fastify: FastifyInstance, tracing: Tracing): void {
  fastify.decorateRequest('span', null);
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { traceparent } = request.headers;
    request.span = tracing.begin(request.method, typeof traceparent === 'string' ? traceparent : undefined);
    // Fastify keeps to this while it reads the body, too, whose events belong to the connection.
    request.span.run(done);
  });
}
