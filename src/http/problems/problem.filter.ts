import { ArgumentsHost, Catch, ExceptionFilter, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { describeError } from '../../observability/describe-error';
import { LOGGER } from '../../observability/logger';
import type { Logger } from '../../observability/logger';
import { maskedPath } from '../../observability/masked-path';
import { ProblemContext, problemHeaders, toProblem } from './problem-document';
import { ProblemError } from './problem-error';
import { toProblemError } from './to-problem-error';

const writeMethods = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Answers everything that is thrown anywhere as a problem document. What nobody foresaw is logged, once. */
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
    const problem = toProblem(error, contextOf(request, error));
    reply.problemCode = error.code;
    // As bytes, because Fastify would add a charset to the media type of a string, and the type has none.
    const body = Buffer.from(JSON.stringify(problem));
    reply.status(problem.status).headers(problemHeaders(error)).send(body);
  }

  private logBug(thrown: unknown, request: FastifyRequest): void {
    const route = request.routeOptions.url;
    this.logger.error(
      { requestId: request.id, method: request.method, route, error: describeError(thrown) },
      'unexpected error',
    );
  }
}

/** A caller that left in the middle of its request is owed no answer, and is no bug of ours. */
function clientIsGone({ raw }: FastifyRequest): boolean {
  return raw.destroyed && !raw.complete;
}

function contextOf(request: FastifyRequest, { facts }: ProblemError): ProblemContext {
  const malformedPath = facts.errors?.some(({ parameter }) => parameter && parameter in pathOf(request));
  const template = request.routeOptions.url;
  return {
    requestId: request.id,
    instance: template && !malformedPath ? maskedPath(template, pathOf(request)) : null,
    write: template !== undefined && writeMethods.has(request.method),
  };
}

function pathOf({ params }: FastifyRequest): object {
  return typeof params === 'object' && params !== null ? params : {};
}
