import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOGGER } from '../../observability/logger';
import type { Logger } from '../../observability/logger';
import { Metrics } from '../../observability/metrics';
import type { EarlyRefusal } from './early-answers';

const NO_ROUTE = 'none';
const NO_CLIENT = 'none';

/** As in nginx: the caller closed the connection before the answer was sent. */
const CALLER_LEFT = 499;

/** One log line and one measurement for every answer, by route template and never by path. */
@Injectable()
export class AccessLog {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  answered(request: FastifyRequest, reply: FastifyReply): void {
    this.write(request, reply.statusCode, reply.elapsedTime, reply.problemCode || undefined);
  }

  /** The caller closed the connection before it had its answer. */
  abandoned(request: FastifyRequest, reply: FastifyReply): void {
    this.write(request, CALLER_LEFT, reply.elapsedTime, undefined);
  }

  refused(refusal: EarlyRefusal): void {
    this.metrics.answered({ method: NO_ROUTE, route: NO_ROUTE, status: refusal.status, client: NO_CLIENT });
    this.logger.info({ ...refusal }, 'request refused');
  }

  private write(request: FastifyRequest, status: number, elapsedMs: number, code: string | undefined): void {
    const { method, id: requestId, span } = request;
    const route = request.routeOptions.url ?? NO_ROUTE;
    const ms = Math.round(elapsedMs * 10) / 10;
    const client = clientOf(request.shownCaller);
    this.metrics.answered({ method, route, status, client, seconds: ms / 1000 });
    const [line, caller] = [request.shownLine ?? undefined, request.shownCaller ?? undefined];
    const tell = () =>
      this.logger.info({ requestId, method, route, line, caller, status, code, ms }, 'request completed');
    if (!span) return tell();
    span.run(tell);
    span.end({ route: route === NO_ROUTE ? undefined : bracketed(route), status, code, requestId });
  }
}

/** A configured client by its id, all tokens as one: the number of subjects is unlimited. */
function clientOf(caller: string | null): string {
  if (caller === null) return NO_CLIENT;
  return caller.startsWith('jwt:') ? 'token' : caller;
}

/** `/sims/:msisdn` as people and the API description write it: `/sims/{msisdn}`. */
function bracketed(template: string): string {
  return template.replace(/:(\w+)/g, '{$1}');
}
