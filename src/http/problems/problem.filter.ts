import { ArgumentsHost, Catch, ExceptionFilter, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeError } from '../../observability/describe-error';
import { LOGGER } from '../../observability/logger';
import type { Logger } from '../../observability/logger';
import { answerProblem } from '../server/answer-problem';
import { toProblemError } from './to-problem-error';

/** Answers everything that is thrown with a problem document. Logs every error that is not a known problem. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = toProblemError(thrown);
    if (clientIsGone(request)) {
      reply.raw.destroy();
      return;
    }
    if (error.code === 'INTERNAL_ERROR' || error.cause !== undefined)
      this.logBug(error.cause ?? thrown, request);
    answerProblem(request, reply, error);
  }

  private logBug(thrown: unknown, request: FastifyRequest): void {
    const route = request.routeOptions.url;
    this.logger.error(
      { requestId: request.id, method: request.method, route, error: describeError(thrown) },
      'unexpected error',
    );
  }
}

/** A caller that left in the middle of its request needs no answer, and that is not a bug of ours. */
function clientIsGone({ raw }: FastifyRequest): boolean {
  return raw.destroyed && !raw.complete;
}
