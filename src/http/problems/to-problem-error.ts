import { HttpException } from '@nestjs/common';
import { type ProblemCode } from './problem-catalogue';
import { ProblemError } from './problem-error';

/** The problem codes for errors of the frameworks. Their messages are not shown: some repeat the request. */
const codeOfStatus: Partial<Record<number, ProblemCode>> = {
  400: 'VALIDATION_FAILED',
  401: 'UNAUTHENTICATED',
  // For a file outside the served folder; no other framework error has this status.
  403: 'ROUTE_NOT_FOUND',
  404: 'ROUTE_NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'VALIDATION_FAILED',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RATE_LIMITED',
  431: 'HEADERS_TOO_LARGE',
  503: 'OVERLOADED',
};

/** The problem for anything that was thrown; INTERNAL_ERROR if it is unknown. */
export function toProblemError(thrown: unknown): ProblemError {
  if (thrown instanceof ProblemError) return thrown;
  const code = codeOfStatus[statusOf(thrown) ?? 500];
  return new ProblemError(code ?? 'INTERNAL_ERROR');
}

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  return isFastifyError(thrown) ? thrown.statusCode : undefined;
}

function isFastifyError(thrown: unknown): thrown is Error & { statusCode: number } {
  return (
    thrown instanceof Error &&
    'code' in thrown &&
    typeof thrown.code === 'string' &&
    thrown.code.startsWith('FST_') &&
    'statusCode' in thrown &&
    typeof thrown.statusCode === 'number'
  );
}
