import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from '../auth/caller';
import { IDEMPOTENCY_KEY, parseIdempotencyKey } from './idempotency-key';
import type { KeptAnswer } from './write-record';

/** Who asks for a write, under which key, and how the answer is given. */
export interface WriteCall {
  readonly caller: string;
  /** Method and route template: `POST /sims/:msisdn/quota`. */
  readonly route: string;
  readonly key: string | undefined;
  readonly requestId: string;
  /** Sets status and headers of the answer, and gives its body. */
  readonly answer: (answer: SuccessAnswer) => object;
}

/** The answer to a write that succeeded, now or when it was first sent. */
export interface SuccessAnswer extends Pick<
  Extract<KeptAnswer, { kind: 'success' }>,
  'status' | 'location' | 'body'
> {
  readonly replayed: boolean;
}

/** The request as the write path sees it. Throws `IDEMPOTENCY_KEY_INVALID`. */
export const WriteCallParam = createParamDecorator((_: unknown, context: ExecutionContext): WriteCall => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const reply = context.switchToHttp().getResponse<FastifyReply>();
  return {
    caller: callerOf(request).id,
    route: `${request.method} ${request.routeOptions.url ?? ''}`,
    key: parseIdempotencyKey(linesOf(request)),
    requestId: request.id,
    answer: ({ status, location, body, replayed }) => {
      reply.status(status);
      if (location !== undefined) reply.header('Location', location);
      if (replayed) reply.header('Idempotency-Replayed', 'true');
      return body;
    },
  };
});

/** Node joins repeated header lines with a comma; only the raw ones tell that there were two. */
function linesOf({ raw }: FastifyRequest): string[] {
  return raw.rawHeaders.filter(
    (_, index, all) => index % 2 === 1 && all[index - 1]?.toLowerCase() === IDEMPOTENCY_KEY,
  );
}
