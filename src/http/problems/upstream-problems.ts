import { type ProblemKind } from './problem-kind';

/** Failures between the gateway and Freebit. */
export const upstreamProblems = {
  OUTCOME_UNKNOWN: {
    status: 504,
    statuses: [504, 502, 409],
    title: 'It is unknown whether the write was applied',
    detail: 'The write may have reached Freebit, but no answer says whether it was applied.',
    whatToDo:
      'Do not send the write again with a new key. Look the line up, and have the operation in `operationId` resolved.',
    retryable: false,
    outcome: 'unknown',
  },
  UPSTREAM_CONTRACT_VIOLATION: {
    status: 502,
    title: 'Freebit and the gateway disagree about the contract',
    detail:
      'Freebit refused a field that the gateway itself fills in, or answered with something undocumented.',
    whatToDo: 'Report the `requestId` to the operator of this gateway.',
    retryable: false,
  },
  UPSTREAM_ERROR: {
    status: 502,
    title: 'Freebit reports an internal error',
    detail: 'Freebit answered that an unexpected error occurred.',
    whatToDo: 'Repeat the request in a few seconds.',
    retryable: true,
  },
  UPSTREAM_INVALID_RESPONSE: {
    status: 502,
    title: 'The answer of Freebit cannot be read',
    detail: 'Freebit sent an answer that does not belong to its API.',
    whatToDo: 'Repeat the request in a few seconds.',
    retryable: true,
  },
  UPSTREAM_CONNECTION_LOST: {
    status: 502,
    title: 'The connection to Freebit was lost',
    detail: 'The connection to Freebit broke before its answer was complete.',
    whatToDo: 'Repeat the request in a few seconds.',
    retryable: true,
  },
  UPSTREAM_TIMEOUT: {
    status: 504,
    title: 'Freebit did not answer in time',
    detail: 'Freebit gave no complete answer before the deadline of this request.',
    whatToDo: 'Repeat the request in a few seconds.',
    retryable: true,
  },
  UPSTREAM_AUTH_FAILED: {
    status: 503,
    title: 'The gateway cannot log in to Freebit',
    detail: 'The gateway could not get a login that Freebit accepts in time. Nothing was applied.',
    whatToDo:
      'Wait for the seconds in `Retry-After`, then repeat. If it lasts, tell the operator of this gateway.',
    retryable: true,
    retryAfterSeconds: 10,
  },
  UPSTREAM_UNREACHABLE: {
    status: 503,
    title: 'Freebit cannot be reached',
    detail: 'The gateway could not connect to Freebit. Nothing was sent.',
    whatToDo: 'Wait for the seconds in `Retry-After`, then repeat the request.',
    retryable: true,
    retryAfterSeconds: 5,
  },
  UPSTREAM_UNAVAILABLE: {
    status: 503,
    title: 'The gateway is not calling Freebit at the moment',
    detail:
      'Freebit is failing or busy, or there was no time left, so the gateway did not call it. Nothing was sent.',
    whatToDo: 'Wait for the seconds in `Retry-After`, then repeat the request.',
    retryable: true,
    retryAfterSeconds: 5,
  },
} as const satisfies Record<string, ProblemKind>;
