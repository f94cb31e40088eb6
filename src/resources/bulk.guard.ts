import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from '../http/auth/caller';
import { DistinctLines } from '../http/limits/distinct-lines';
import { tellLimit } from '../http/limits/rate-limit-headers';
import { ProblemError } from '../http/problems/problem-error';
import { Metrics } from '../observability/metrics';
import { isGroupCode } from './group-code';
import { parseMsisdn } from './msisdn';

interface LineParams {
  readonly msisdn?: string;
  readonly groupCode?: string;
  readonly account?: string;
}

/** Refuses requests of a caller that asks for too many different lines, however they are spelled and routed. */
@Injectable()
export class BulkGuard implements CanActivate {
  constructor(
    private readonly lines: DistinctLines,
    private readonly metrics: Metrics,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest<{ Params: LineParams }>>();
    const line = canonicalName(request.params);
    // What names no line is refused a little later, with a hint, and never reaches Freebit.
    if (line === undefined) return true;
    const verdict = await this.lines.admit(callerOf(request).id, line);
    if (verdict === null) return true;
    const { allowed, remaining, nextMs } = verdict;
    tellLimit(http.getResponse<FastifyReply>(), {
      name: 'lines',
      ...this.lines.policy,
      remaining,
      resetMs: nextMs,
    });
    if (allowed) return true;
    this.metrics.callersLimited.inc({ limit: 'lines' });
    throw new ProblemError('BULK_QUERY_BLOCKED', { retryAfterSeconds: nextMs / 1000 });
  }
}

/** Of all spellings the same one. */
function canonicalName({ msisdn, groupCode, account }: LineParams): string | undefined {
  if (msisdn !== undefined) return parseMsisdn(msisdn);
  if (groupCode !== undefined) return isGroupCode(groupCode) ? groupCode : undefined;
  return account !== undefined && account.length <= 256 ? account : undefined;
}
