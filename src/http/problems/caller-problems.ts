import { type ProblemKind } from './problem-kind';

/** What this gateway refuses by itself, before anything is sent to Freebit. */
export const callerProblems = {
  VALIDATION_FAILED: {
    status: 400,
    title: 'The request is not valid',
    detail: 'The request does not follow the contract of this route. Nothing was sent to Freebit.',
    whatToDo: 'Correct what `errors` points at and send the request again.',
    retryable: false,
  },
  UNAUTHENTICATED: {
    status: 401,
    title: 'No valid credential was sent',
    detail: 'The request carries no credential, or one that is not valid here.',
    whatToDo: 'Send a valid API key in `X-API-Key`, or a valid access token in `Authorization: Bearer`.',
    retryable: false,
  },
  PERMISSION_DENIED: {
    status: 403,
    title: 'The credential does not allow this',
    detail: 'The credential is valid, but not for this action or not for this line.',
    whatToDo: 'Ask the operator of this gateway for the missing scope or line.',
    retryable: false,
  },
  ROUTE_NOT_FOUND: {
    status: 404,
    title: 'There is no such route',
    detail: 'No resource of this gateway has this path. Paths are case-sensitive and end without a slash.',
    whatToDo: 'Compare the path with the API description.',
    retryable: false,
  },
  OPERATION_NOT_FOUND: {
    status: 404,
    title: 'There is no such operation',
    detail: 'No write with this operation id is known for this caller.',
    whatToDo: 'Use the `operationId` that the write or its problem document returned.',
    retryable: false,
  },
  OPERATION_NOT_UNKNOWN: {
    status: 409,
    title: 'The outcome of the operation is known',
    detail: 'Only a write of unknown outcome can be resolved, and this one has ended, or is still running.',
    whatToDo: 'Read the operation to see what became of it.',
    retryable: false,
  },
  PROBLEM_NOT_FOUND: {
    status: 404,
    title: 'There is no such problem type',
    detail: 'The catalogue of problems has no entry with this name.',
    whatToDo: 'Read the whole catalogue at `/problems`.',
    retryable: false,
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    title: 'The path does not support this method',
    detail: 'The path exists, but not with this method. The `Allow` header lists those that it has.',
    whatToDo: 'Use one of the methods that the `Allow` header lists.',
    retryable: false,
  },
  REQUEST_TIMEOUT: {
    status: 408,
    title: 'The request did not arrive in time',
    detail: 'The head or the body of the request took too long to arrive. The connection was closed.',
    whatToDo: 'Send the request again on a new connection, in one go.',
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
