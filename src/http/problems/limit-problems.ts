import { type ProblemKind } from './problem-kind';

/** Exceeded limits, and failures of the gateway itself. */
export const limitProblems = {
  RATE_LIMITED: {
    status: 429,
    title: 'Too many requests',
    detail: 'This caller has sent more requests than its limit allows.',
    whatToDo: 'Wait for the seconds in `Retry-After`, then repeat the request, a write with the same key.',
    retryable: true,
    retryAfterSeconds: 1,
  },
  BULK_QUERY_BLOCKED: {
    status: 429,
    title: 'Too many different lines in a short time',
    detail: 'Freebit forbids bulk retrieval, so a caller may use a limited number of different lines.',
    whatToDo: 'Ask only for lines that a person is looking at. Wait for the seconds in `Retry-After`.',
    retryable: true,
    retryAfterSeconds: 60,
  },
  INTERNAL_ERROR: {
    status: 500,
    title: 'The gateway failed',
    detail: 'An error in this gateway prevented an answer.',
    whatToDo: 'Report the `requestId` to the operator of this gateway. Do not repeat a write.',
    retryable: false,
    outcome: 'unknown',
  },
  OVERLOADED: {
    status: 503,
    title: 'The gateway is overloaded',
    detail: 'The gateway has more requests than it can answer in time, and refused this one.',
    whatToDo: 'Wait for the seconds in `Retry-After`, then repeat the request, a write with the same key.',
    retryable: true,
    retryAfterSeconds: 1,
  },
} as const satisfies Record<string, ProblemKind>;
