import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Scope } from '../config/scopes';
import { ProblemError } from '../http/problems/problem-error';
import type { LinePattern } from '../lines/line-pattern';

/** The authenticated sender of a request. */
export interface Caller extends CallerSettings {
  /**
   * Identifies the caller in records, logs and limits: the id of an API client, or `jwt:` and a name for its subject.
   */
  readonly id: string;
  readonly authenticatedBy: 'api_key' | 'token';
  readonly scopes: ReadonlySet<Scope>;
  /** The only lines that it may use; omitted: all lines. */
  readonly lines?: readonly LinePattern[];
}

/** Settings of one client; an omitted one has the value for all callers. */
export interface CallerSettings {
  /** Requests a second; may be a fraction. */
  readonly ratePerSecond?: number;
  /** Different lines within the window whose traffic is read; 0 for no limit. */
  readonly trafficLines?: number;
  /** Different lines within the window for everything else; 0 for no limit. */
  readonly otherLines?: number;
  /** Requests in flight at a time, per replica. */
  readonly inFlight?: number;
  /** The largest amount of one quota addition, in MB. */
  readonly maxAmountMb?: number;
  /** The largest total of quota additions in one day in Tokyo, in MB. */
  readonly dailyAmountMb?: number;
  /** The only plans to which it may change a SIM. */
  readonly planCodes?: readonly string[];
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null before the caller is authenticated, and on public routes. */
    caller: Caller | null;
  }
}

/** The authenticated caller of a request. Throws `UNAUTHENTICATED` on a public route. */
export function callerOf({ caller }: Pick<FastifyRequest, 'caller'>): Caller {
  if (caller === null) throw new ProblemError('UNAUTHENTICATED');
  return caller;
}

/** The authenticated caller. */
export const CallerParam = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
