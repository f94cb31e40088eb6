import { type ProblemKind } from './problem-kind';

/** Requests that this gateway refuses by itself, before anything is sent to Freebit. */
export const callerProblems = {
  VALIDATION_FAILED: {
    status: 400,
    title: 'The request is not valid',
    detail: 'The request does not follow the rules of this route. Nothing was sent to Freebit.',
    whatToDo: 'Correct what `errors` points at, then send the request again.',
    retryable: false,
  },
  UNAUTHENTICATED: {
    status: 401,
    title: 'A valid credential is missing',
    detail: 'The request has no credential, or one that is not valid here.',
    whatToDo: 'Send a valid API key in `X-API-Key`, or a valid access token in `Authorization: Bearer`.',
    retryable: false,
  },
  AUTHENTICATION_UNAVAILABLE: {
    status: 503,
    title: 'Access tokens cannot be checked at the moment',
    detail:
      'The keys of the token issuer cannot be fetched, so the token can be neither accepted nor refused.',
    whatToDo: 'Wait for the seconds in `Retry-After`, then repeat the request, a write with the same key.',
    retryable: true,
    retryAfterSeconds: 5,
  },
  PERMISSION_DENIED: {
    status: 403,
    title: 'The credential does not allow this',
    detail: 'The credential is valid, but lacks the scope for this action or may not use this line.',
    whatToDo:
      'Ask the operator of this gateway for the missing scope or line. `GET /me` shows what you have.',
    retryable: false,
  },
  WRITE_NOT_ALLOWED: {
    status: 403,
    title: 'The write exceeds a limit of this caller',
    detail:
      'The operator limits how much data this caller may add, or which plans it may set. Nothing was sent to Freebit.',
    whatToDo: 'Read the limit in `errors`, and what is left of it at `GET /me`. The operator can change it.',
    retryable: false,
  },
  ROUTE_NOT_FOUND: {
    status: 404,
    title: 'This path does not exist',
    detail: 'No resource of this gateway has this path. Paths are case-sensitive and end without a slash.',
    whatToDo: 'Compare the path with the API description.',
    retryable: false,
  },
  OPERATION_NOT_FOUND: {
    status: 404,
    title: 'This operation does not exist',
    detail: 'No write with this operation id is known, or it belongs to another caller.',
    whatToDo: 'Use the `operationId` that the write or its problem document returned.',
    retryable: false,
  },
  OPERATION_NOT_UNKNOWN: {
    status: 409,
    title: 'This attempt has no unknown outcome',
    detail:
      'Only an attempt of unknown outcome can be resolved. This operation has ended or is running, or `attempt` is not its latest one. Nothing was changed.',
    whatToDo: 'Read the operation again, and check the attempt that it shows.',
    retryable: false,
  },
  PROBLEM_NOT_FOUND: {
    status: 404,
    title: 'This problem type does not exist',
    detail: 'The catalogue of problems has no entry with this name.',
    whatToDo: 'Read the whole catalogue at `/problems`.',
    retryable: false,
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'The path does not support this method',
    detail: 'The path exists, but not with this method.',
    whatToDo: 'Use one of the methods in the `Allow` header.',
    retryable: false,
  },
  REQUEST_TIMEOUT: {
    status: 408,
    title: 'The request did not arrive in time',
    detail: 'The headers or the body of the request took too long to arrive. The connection was closed.',
    whatToDo: 'Repeat the request on a new connection, a write with the same key.',
    retryable: true,
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    title: 'The request body is too large',
    detail: 'A request body may have at most 16 KiB.',
    whatToDo: 'Send only the documented properties.',
    retryable: false,
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'The request body has an unsupported media type',
    detail: 'Only `application/json` in UTF-8 is accepted, without compression.',
    whatToDo: 'Send `Content-Type: application/json` and no `Content-Encoding`.',
    retryable: false,
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    title: 'The request headers are too large',
    detail: 'Request line and headers together may have at most 16 KiB. The connection was closed.',
    whatToDo: 'Send fewer or shorter headers.',
    retryable: false,
  },
} as const satisfies Record<string, ProblemKind>;
