import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerOf, type Caller } from '../access/caller';
import { admitted } from '../limits/request-gate';
import { publicPath } from '../http/public-path';
import { ProblemError } from '../http/problems/problem-error';
import type { AppliedAnswer } from '../writes/outcome';

/** The caller of a write, its key, and how the answer is sent. */
export interface WriteRequest {
  readonly caller: Caller;
  /** The user behind the calling application (`X-On-Behalf-Of`), for the audit log only. */
  readonly onBehalfOf: string | undefined;
  /** Method and route template: `POST /sims/:msisdn/quota`. */
  readonly route: string;
  /** The header lines with an idempotency key, as they were sent. */
  readonly keyLines: readonly string[];
  readonly requestId: string;
  /**
   * The decision of the caller's limits, awaited in parallel with the look at the records. Rejects if the request may
   * not go on.
   */
  readonly admitted: () => Promise<void>;
  /** Sets status and headers of the response, and returns its body. */
  readonly answer: (answer: AppliedAnswer) => object;
}

/** The request as the write path sees it. Throws `VALIDATION_FAILED` for a malformed `X-On-Behalf-Of`. */
export const WriteRequestParam = createParamDecorator(
  (_: unknown, context: ExecutionContext): WriteRequest => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return {
      caller: callerOf(request),
      onBehalfOf: onBehalfOf(request),
      route: `${request.method} ${request.routeOptions.url ?? ''}`,
      keyLines: linesOf(request, 'idempotency-key'),
      requestId: request.id,
      admitted: () => admitted(request),
      answer: ({ status, location, body, replayed }) => {
        reply.status(status);
        if (location !== undefined) reply.header('Location', publicPath(location));
        if (replayed) reply.header('Idempotency-Replayed', 'true');
        return body;
      },
    };
  },
);

function onBehalfOf(request: FastifyRequest): string | undefined {
  const [user, ...others] = linesOf(request, 'x-on-behalf-of');
  if (user === undefined) return undefined;
  if (others.length === 0 && /^[\x21-\x7e]{1,128}$/.test(user)) return user;
  const message = 'Send one line of 1 to 128 visible ASCII characters, or leave it out.';
  throw new ProblemError('VALIDATION_FAILED', {
    errors: [{ parameter: 'X-On-Behalf-Of', code: 'invalid_format', message }],
  });
}

/** Node joins repeated header lines with a comma; only the raw ones show that there were two. */
function linesOf({ raw }: FastifyRequest, name: string): string[] {
  return raw.rawHeaders.filter((_, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === name);
}
