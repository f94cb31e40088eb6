import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Who asks. */
export interface Caller {
  /** Names the caller in records, logs and limits. */
  readonly id: string;
  /** Requests a second that this caller may send; what everybody may when left out. */
  readonly ratePerSecond?: number;
}

/** Until callers are known, all are one. */
const EVERYBODY: Caller = { id: 'everybody' };

/** The authenticated caller of a request. */
export const callerOf: (request: FastifyRequest) => Caller = () => EVERYBODY;

/** The authenticated caller. */
export const CallerParam = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
