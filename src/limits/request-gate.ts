import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessControl } from '../access/access-control';
import type { Caller } from '../access/caller';
import { DeclaredAccess } from '../access/declared-access';
import { ProblemError, type Refused } from '../http/problems/problem-error';
import { Metrics } from '../observability/metrics';
import { CallerLimits } from './caller-limits';
import type { LimitState, LineGuard, LineQuota, RateQuota, Taken } from './caller-window';

declare module 'fastify' {
  interface FastifyRequest {
    /** The decision of the caller's limits; set once the caller is known. Never rejects. */
    admission: Promise<Refused | null> | null;
  }
}

/** Waits until the limits have admitted a request. Rejects with the problem if they do not. */
export async function admitted({ admission }: Pick<FastifyRequest, 'admission'>): Promise<void> {
  const refused = await admission;
  if (refused) throw new ProblemError(refused.code, refused.facts);
}

/**
 * Decides whether a request may go on, before its body is read: authentication, permission for route and line, an
 * in-flight slot of the caller, the rate, and the different lines.
 */
@Injectable()
export class RequestGate {
  constructor(
    private readonly access: AccessControl,
    private readonly declared: DeclaredAccess,
    private readonly limits: CallerLimits,
    private readonly metrics: Metrics,
  ) {}

  /**
   * The problem to answer, or null if the request may go on. Synchronous unless a store or an issuer has to be asked.
   */
  check(request: FastifyRequest, reply: FastifyReply): Refused | null | Promise<Refused | null> {
    const refused = this.access.check(request);
    return refused instanceof Promise
      ? refused.then((late) => this.limit(late, request, reply))
      : this.limit(refused, request, reply);
  }

  private limit(
    refused: Refused | null,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Refused | null | Promise<Refused | null> {
    const { caller, line } = request;
    if (refused || caller === null) return refused;
    const leave = this.limits.enter(caller);
    if (leave === null) return this.refuse('in_flight', this.tooManyInFlight(caller));
    // The caller may have left while its token was verified: then nothing closes any more.
    if (reply.raw.destroyed) leave();
    else reply.raw.once('close', leave);
    const { url = '' } = request.routeOptions;
    const taken = this.limits.take(caller, line, guardOf(url));
    if (!(taken instanceof Promise)) return this.tell(taken, request, reply);
    request.admission = taken.then((late) => this.tell(late, request, reply));
    return this.declared.of(request.method, url)?.awaitsAdmission === true ? null : request.admission;
  }

  /** Sets the headers that show what is left, and returns the problem if nothing is. */
  private tell({ rate, lines }: Taken, request: FastifyRequest, reply: FastifyReply): Refused | null {
    const { caller, routeOptions } = request;
    if (caller === null || (rate === null && lines === null)) return null;
    const guard = guardOf(routeOptions.url ?? '');
    const quota = this.limits.quotaOf(caller);
    reply.headers(
      rateLimitHeaders([...toldRate(quota.rate, rate), ...toldLines(guard, quota.lines[guard], lines)]),
    );
    if (rate?.allowed === false) return this.refuse('rate', waitFor('RATE_LIMITED', rate));
    if (lines?.allowed === false) return this.refuse('lines', waitFor('BULK_QUERY_BLOCKED', lines));
    return null;
  }

  private tooManyInFlight(caller: Caller): Refused {
    const detail = `This caller has ${this.limits.inFlightOf(caller)} requests in flight, which is all that it may have at a time.`;
    return { code: 'RATE_LIMITED', facts: { detail } };
  }

  private refuse(limit: 'rate' | 'lines' | 'in_flight', refused: Refused): Refused {
    this.metrics.callersLimited.inc({ limit });
    return refused;
  }
}

interface ToldLimit extends LimitState {
  readonly name: 'rate' | 'traffic' | 'lines';
  readonly quota: number;
  readonly windowSeconds: number;
}

function toldRate(quota: RateQuota | undefined, state: LimitState | null): ToldLimit[] {
  if (!quota || !state) return [];
  const { burst, perSecond } = quota;
  return [{ name: 'rate', quota: burst, windowSeconds: Math.ceil(burst / perSecond), ...state }];
}

function toldLines(guard: LineGuard, quota: LineQuota | undefined, state: LimitState | null): ToldLimit[] {
  if (!quota || !state) return [];
  const name = guard === 'traffic' ? 'traffic' : 'lines';
  return [{ name, quota: quota.most, windowSeconds: quota.windowMs / 1000, ...state }];
}

/** `RateLimit-Policy` and `RateLimit` as in revision 11 of the IETF draft: structured lists. */
function rateLimitHeaders(told: readonly ToldLimit[]): Record<string, string> {
  return {
    'RateLimit-Policy': told
      .map(({ name, quota, windowSeconds }) => `"${name}";q=${quota};w=${windowSeconds}`)
      .join(', '),
    RateLimit: told
      .map(({ name, remaining, nextMs }) => `"${name}";r=${remaining};t=${Math.ceil(nextMs / 1000)}`)
      .join(', '),
  };
}

function waitFor(code: 'RATE_LIMITED' | 'BULK_QUERY_BLOCKED', { nextMs }: LimitState): Refused {
  return { code, facts: { retryAfterSeconds: nextMs / 1000 } };
}

/** Freebit forbids bulk retrieval of traffic, so traffic has a limit of its own. */
function guardOf(template: string): LineGuard {
  return template.endsWith('/traffic') ? 'traffic' : 'other';
}
