import type { OpenAPIObject } from '@nestjs/swagger';

type Headers = NonNullable<NonNullable<OpenAPIObject['components']>['headers']>;

/** Every response header in the API description. Responses refer to these. */
export const headerComponents = {
  'X-Request-Id': {
    description:
      'The id of this request: yours if it was well-formed, else a new one. In a replay, `requestId` in the body is the id of the request that was answered first.',
    schema: {
      type: 'string',
      pattern: '^[A-Za-z0-9._:-]{1,128}$',
      example: '6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11',
    },
  },
  Age: {
    description:
      'Age of a cached answer in seconds, counted from the call to Freebit; omitted if Freebit was called for this request.',
    schema: { type: 'integer', minimum: 0, example: 12 },
  },
  'Cache-Status': {
    description:
      'Where the answer came from (RFC 9211). `hit; ttl=18`: from the cache, and fresh for 18 more seconds. `fwd=...`: Freebit was called, because there was no cached answer (`miss`), it was too old (`stale`), you asked for a new one (`request`), or the cache must not be used now (`bypass`, with `detail`). `stored`: the answer is now in the cache. `collapsed`: shared with another request for the same. `detail=stale-if-error`: Freebit could not answer, and this is an earlier answer.',
    schema: { type: 'string', maxLength: 512, example: 'freebit-gateway; hit; ttl=18' },
  },
  'Idempotency-Replayed': {
    description:
      '`true` if this is the recorded answer to an earlier request with the same key; otherwise omitted.',
    schema: { type: 'string', enum: ['true'], example: 'true' },
  },
  Location: {
    description: 'The path of the operation, which shows the outcome of the write.',
    schema: {
      type: 'string',
      format: 'uri-reference',
      example: '/operations/0f8fad5b-d9cb-869f-a165-70867728950e',
    },
  },
  'WWW-Authenticate': {
    description: 'The credentials that this gateway accepts; with `error` if an access token was not valid.',
    schema: { type: 'string', maxLength: 512, example: 'ApiKey realm="freebit-gateway"' },
  },
  'RateLimit-Policy': {
    description:
      'The limits of the caller (IETF draft, revision 11): `rate` counts requests, `lines` different lines; `q` of them in `w` seconds. Only active limits are listed.',
    schema: { type: 'string', maxLength: 512, example: '"rate";q=20;w=2, "lines";q=60;w=600' },
  },
  RateLimit: {
    description: 'What is left of each limit: `r` more, and `t` seconds until there is more again.',
    schema: { type: 'string', maxLength: 512, example: '"rate";r=19;t=2, "lines";r=59;t=600' },
  },
  'Retry-After': {
    description: 'Seconds to wait before the same request is sent again.',
    schema: { type: 'integer', minimum: 1, example: 60 },
  },
} as const satisfies Headers;

export type HeaderName = keyof typeof headerComponents;

/** The headers of every response whose values differ; the introduction describes the constant ones. */
export const headersOfEveryAnswer = ['X-Request-Id'] as const;

/** The headers of all responses to requests that count against a caller's limits. */
export const headersOfLimited = ['RateLimit-Policy', 'RateLimit'] as const;

export function headerRef(name: HeaderName): { $ref: string } {
  return { $ref: `#/components/headers/${name}` };
}
