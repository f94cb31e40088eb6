import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ClientLimits } from '../config/api-clients';
import type { Scope } from '../config/scopes';
import { ProblemError } from '../http/problems/problem-error';
import type { LinePattern } from '../lines/line-pattern';

/** The authenticated sender of a request. */
export interface Caller extends ClientLimits {
  /**
   * Identifies the caller in records, logs and limits: the id of an API client, or `jwt:` and a name for its subject.
   */
  readonly id: string;
  readonly authenticatedBy: 'api_key' | 'token';
  readonly scopes: ReadonlySet<Scope>;
  /** The only lines that it may use; omitted: all lines. */
  readonly lines?: readonly LinePattern[];
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
