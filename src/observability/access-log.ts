import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOGGER } from './logger';
import type { Logger } from './logger';
import { maskedLine } from './masked-path';
import { Metrics } from './metrics';

/** An answer that was given below the routes, to something that is no proper request. */
export interface Refusal {
  readonly requestId: string;
  readonly status: number;
  readonly code: string;
}

const noRoute = 'none';

/** What nginx, too, logs when the caller left before the answer was sent; nobody ever receives it. */
const callerLeft = 499;

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
    this.write(request, callerLeft, reply.elapsedTime, undefined);
  }

  refused(refusal: Refusal): void {
    this.count(noRoute, noRoute, refusal.status);
    this.logger.info({ ...refusal }, 'refused');
  }

  private write(request: FastifyRequest, status: number, elapsedMs: number, code: string | undefined): void {
    const { method, id: requestId } = request;
    const route = request.routeOptions.url ?? noRoute;
    const ms = Math.round(elapsedMs * 10) / 10;
    this.count(method, route, status);
    this.metrics.httpDuration.observe({ method, route, status }, ms / 1000);
    const line = maskedLine(request.params ?? {});
    const caller = request.caller?.id;
    const tell = () =>
      this.logger.info({ requestId, method, route, line, caller, status, code, ms }, 'answered');
    const { span } = request;
    if (!span) return tell();
    span.run(tell);
    span.end({ route: route === noRoute ? undefined : bracketed(route), status, code, requestId });
  }

  private count(method: string, route: string, status: number): void {
    this.metrics.httpRequests.inc({ method, route, status });
  }
}

/** `/sims/:msisdn` as people and the API description write it: `/sims/{msisdn}`. */
function bracketed(template: string): string {
  return template.replace(/:(\w+)/g, '{$1}');
}
