import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Metrics } from '../../observability/metrics';
import { ACCESS, type Access } from '../auth/access.decorator';
import { callerOf } from '../auth/caller';
import { ProblemError } from '../problems/problem-error';
import { CallerRate } from './caller-rate';
import { tellLimit } from './rate-limit-headers';

/** Refuses requests of a caller that has used up its rate. What is open to everybody is not counted. */
@Injectable()
export class CallerRateGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly callers: CallerRate,
    private readonly metrics: Metrics,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<Access | undefined>(ACCESS, targets) === 'public') return true;
    const http = context.switchToHttp();
    const verdict = await this.callers.take(callerOf(http.getRequest<FastifyRequest>()));
    if (verdict === null) return true;
    tellLimit(http.getResponse<FastifyReply>(), { name: 'rate', ...verdict });
    if (verdict.refusedForMs === null) return true;
    this.metrics.callersLimited.inc({ limit: 'rate' });
    throw new ProblemError('RATE_LIMITED', { retryAfterSeconds: verdict.refusedForMs / 1000 });
  }
}
