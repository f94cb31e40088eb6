import { type ProblemKind } from './problem-kind';

/** What keeps a write from being sent twice. */
export const idempotencyProblems = {
  IDEMPOTENCY_KEY_REQUIRED: {
    status: 400,
    title: 'The Idempotency-Key header is missing',
    detail: 'A write needs an `Idempotency-Key`, so that it can be repeated without being done twice.',
    whatToDo: 'Send a new UUID (version 7 is best) for every write, and the same one when you repeat it.',
    retryable: false,
  },
  IDEMPOTENCY_KEY_INVALID: {
    status: 400,
    title: 'The Idempotency-Key header is malformed',
    detail: 'The key has 1 to 255 visible ASCII characters and is sent in one header line.',
    whatToDo: 'Send a UUID as the key.',
    retryable: false,
  },
  IDEMPOTENCY_KEY_IN_USE: {
    status: 409,
    title: 'A request with this Idempotency-Key is still running',
    detail:
      'The first request with this key has not ended yet, so nobody can tell whether it will have been applied.',
    whatToDo:
      'Wait for the seconds in `Retry-After`, then send the same request with the same key, never with a new one.',
    retryable: true,
    retryAfterSeconds: 2,
    outcome: 'unknown',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'This Idempotency-Key belongs to another request',
    detail: 'The key was used before with other content or on another line.',
    whatToDo: 'Use a new key for a new write.',
    retryable: false,
  },
  ACCOUNT_BUSY: {
    status: 409,
    title: 'Another write on this line is running',
    detail: 'Writes on one line never overlap, and an earlier one has not ended yet.',
    whatToDo: 'Wait for the seconds in `Retry-After`, then send the same request with the same key.',
    retryable: true,
    retryAfterSeconds: 2,
  },
  PREVIOUS_OUTCOME_UNKNOWN: {
    status: 409,
    title: 'The outcome of an equal write is still unknown',
    detail: 'A write with the same content may or may not have been applied. `operationId` names it.',
    whatToDo:
      'Before you write again, have a client with the scope `operations:resolve` look at the line and resolve that operation. It may be of another caller, and is then 404 to you.',
    retryable: false,
  },
  IDEMPOTENCY_STORE_UNAVAILABLE: {
    status: 503,
    title: 'Writes are not possible at the moment',
    detail:
      'The store that keeps writes from being done twice does not answer. This request sent nothing to Freebit; an earlier one with the same key may have.',
    whatToDo:
      'Wait for the seconds in `Retry-After`, then send the same request with the same key, never with a new one.',
    retryable: true,
    retryAfterSeconds: 1,
  },
} as const satisfies Record<string, ProblemKind>;
