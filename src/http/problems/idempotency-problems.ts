import { type ProblemKind } from './problem-kind';

/** Problems that keep a write from being sent twice, or without a record. */
export const idempotencyProblems = {
  IDEMPOTENCY_KEY_REQUIRED: {
    status: 400,
    title: 'The Idempotency-Key header is missing',
    detail: 'A write needs an `Idempotency-Key`, so that it can be repeated without being executed twice.',
    whatToDo: 'Send a new UUID (version 7 is best) with every write, and the same one when you repeat it.',
    retryable: false,
  },
  IDEMPOTENCY_KEY_INVALID: {
    status: 400,
    title: 'The Idempotency-Key header is malformed',
    detail: 'A key has 1 to 255 visible ASCII characters in one header line, and no time in the future.',
    whatToDo: 'Send a UUID (version 7 is best) as the key, made with a correct clock.',
    retryable: false,
  },
  IDEMPOTENCY_KEY_EXPIRED: {
    status: 409,
    title: 'The Idempotency-Key is older than the records of this gateway',
    detail:
      'The key is so old that its record may be deleted, so this gateway cannot tell whether the write was executed. Nothing was sent now.',
    whatToDo: 'Look the line up. If the write was not applied, send it with a new key.',
    retryable: false,
    outcome: 'unknown',
  },
  IDEMPOTENCY_KEY_IN_USE: {
    status: 409,
    title: 'A request with this Idempotency-Key is still running',
    detail: 'The first request with this key has not ended yet, so its outcome is not known yet.',
    whatToDo:
      'Wait for the seconds in `Retry-After`, then repeat the request with the same key, never with a new one.',
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
  AUDIT_UNAVAILABLE: {
    status: 503,
    title: 'The audit log cannot be written',
    detail: 'Every write is recorded in the audit log before it is sent, and that failed. Nothing was sent.',
    whatToDo: 'Wait for the seconds in `Retry-After`, then repeat the request with the same key.',
    retryable: true,
    retryAfterSeconds: 5,
  },
  WRITES_DISABLED: {
    status: 503,
    title: 'The operator has switched writes off',
    detail: 'This gateway accepts no writes at the moment. Reads still work. Nothing was sent.',
    whatToDo: 'Repeat the request with the same key when writes are switched on again, or ask the operator.',
    retryable: true,
    retryAfterSeconds: 60,
  },
  ACCOUNT_BUSY: {
    status: 409,
    title: 'Another write on this line is running',
    detail: 'Writes on one line never overlap, and an earlier one has not ended yet.',
    whatToDo: 'Wait for the seconds in `Retry-After`, then repeat the request with the same key.',
    retryable: true,
    retryAfterSeconds: 2,
  },
  PREVIOUS_OUTCOME_UNKNOWN: {
    status: 409,
    title: 'The outcome of an equal write is still unknown',
    detail: 'A write with the same content may or may not have been applied. `operationId` names it.',
    whatToDo:
      'Have a client with the scope `operations:resolve` look at the line and resolve that operation before you write again. If it belongs to another caller, you get 404 for it.',
    retryable: false,
  },
  IDEMPOTENCY_STORE_UNAVAILABLE: {
    status: 503,
    title: 'Writes are not possible at the moment',
    detail:
      'The store that prevents writes from being executed twice does not answer. This request sent nothing to Freebit; an earlier one with the same key may have.',
    whatToDo:
      'Wait for the seconds in `Retry-After`, then repeat the request with the same key, never with a new one.',
    retryable: true,
    retryAfterSeconds: 1,
  },
} as const satisfies Record<string, ProblemKind>;
