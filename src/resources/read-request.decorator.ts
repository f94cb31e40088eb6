import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { admitted } from '../limits/request-gate';
import { cacheHeaders } from '../reads/cache-status';
import type { CacheOutcome, ReadRequest as CacheRequest } from '../reads/read-cache';

/** The options of a read, and how the response shows where its answer came from. */
export interface ReadRequest extends CacheRequest {
  readonly tell: (outcome: CacheOutcome) => void;
}

/** The request as the read path sees it. */
export const ReadRequestParam = createParamDecorator((_: unknown, context: ExecutionContext): ReadRequest => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const reply = context.switchToHttp().getResponse<FastifyReply>();
  return {
    refresh: wantsNew(request.headers['cache-control']),
    onLeave: (leave) => onClose(reply, leave),
    admitted: () => admitted(request),
    tell: (outcome) => void reply.headers(cacheHeaders(outcome)),
  };
});

export function wantsNew(cacheControl = ''): boolean {
  if (cacheControl === '') return false;
  return cacheControl.split(',').some((directive) => directive.trim().toLowerCase() === 'no-cache');
}

/** Calls back if the connection closes before the answer is sent. Returns a function that stops listening. */
function onClose({ raw }: FastifyReply, leave: () => void): () => void {
  if (raw.destroyed) {
    leave();
    return () => undefined;
  }
  const listener = () => {
    if (!raw.writableFinished) leave();
  };
  raw.once('close', listener);
  return () => raw.removeListener('close', listener);
}
