import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cacheHeaders, type CacheOutcome } from './cache-status';

/** What one caller asks of a read, and how it hears where its answer came from. */
export interface ReadCall {
  /** Whether the caller wants a new answer (`Cache-Control: no-cache`). */
  readonly refresh: boolean;
  /** Aborted when the connection of the caller closes before it was answered. */
  readonly gone: AbortSignal;
  /** Sets the headers that tell how the answer came about. */
  readonly tell: (outcome: CacheOutcome) => void;
}

/** The request as the read path sees it. */
export const ReadCallParam = createParamDecorator((_: unknown, context: ExecutionContext): ReadCall => {
  const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
  const reply = context.switchToHttp().getResponse<FastifyReply>();
  return {
    refresh: wantsNew(headers['cache-control']),
    gone: closingOf(reply),
    tell: (outcome) => void reply.headers(cacheHeaders(outcome)),
  };
});

export function wantsNew(cacheControl = ''): boolean {
  return cacheControl.split(',').some((directive) => directive.trim().toLowerCase() === 'no-cache');
}

function closingOf({ raw }: FastifyReply): AbortSignal {
  const closing = new AbortController();
  if (raw.destroyed) closing.abort();
  else raw.once('close', () => raw.writableFinished || closing.abort());
  return closing.signal;
}
