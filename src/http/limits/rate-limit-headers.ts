import type { FastifyReply } from 'fastify';

/** A limit as a caller is told about it. */
export interface ToldLimit {
  readonly name: 'rate' | 'lines';
  readonly quota: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  /** Milliseconds until there is more again. */
  readonly resetMs: number;
}

/** Adds a limit to `RateLimit-Policy` and `RateLimit`, as revision 11 of the IETF draft writes them: structured lists. */
export function tellLimit(reply: FastifyReply, limit: ToldLimit): void {
  const { name, quota, windowSeconds, remaining, resetMs } = limit;
  append(reply, 'RateLimit-Policy', `"${name}";q=${quota};w=${windowSeconds}`);
  append(reply, 'RateLimit', `"${name}";r=${remaining};t=${Math.ceil(resetMs / 1000)}`);
}

function append(reply: FastifyReply, header: string, item: string): void {
  const before = reply.getHeader(header);
  reply.header(header, typeof before === 'string' ? `${before}, ${item}` : item);
}
