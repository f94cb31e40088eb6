import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { LinePattern } from '../../config/line-pattern';
import type { Scope } from '../../config/scopes';
import { ProblemError } from '../problems/problem-error';

/** Who asks. */
export interface Caller {
  /** Names the caller in records, logs and limits: the id of an API client, or `jwt:` and the subject of a token. */
  readonly id: string;
  readonly scopes: ReadonlySet<Scope>;
  /** The only lines that it may use; all of them when left out. */
  readonly lines?: readonly LinePattern[];
  /** Requests a second that it may send; what everybody may when left out. */
  readonly ratePerSecond?: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null before the caller has shown who it is, and on routes that are for everybody. */
    caller: Caller | null;
  }
}

/** The authenticated caller of a request. Throws `UNAUTHENTICATED` on a route that is for everybody. */
export function callerOf({ caller }: Pick<FastifyRequest, 'caller'>): Caller {
  if (caller === null) throw new ProblemError('UNAUTHENTICATED');
  return caller;
}

/** The authenticated caller. */
export const CallerParam = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
