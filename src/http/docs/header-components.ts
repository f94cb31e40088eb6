import type { OpenAPIObject } from '@nestjs/swagger';

type Headers = NonNullable<NonNullable<OpenAPIObject['components']>['headers']>;

/** Every response header that the API description speaks of; responses refer to these. */
export const headerComponents = {
  'X-Request-Id': {
    description: 'The id of the request: yours when it was well-formed, else a new one.',
    schema: {
      type: 'string',
      pattern: '^[A-Za-z0-9._:-]{1,128}$',
      example: '6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11',
    },
  },
  'Cache-Control': {
    description: 'Answers are not to be kept by anybody.',
    schema: { type: 'string', example: 'private, no-store' },
  },
  'Referrer-Policy': {
    description: 'Paths hold phone numbers, so browsers must not pass them on.',
    schema: { type: 'string', example: 'no-referrer' },
  },
  Age: {
    description:
      'Seconds since Freebit was asked, when a kept answer was given; left out when Freebit was asked now.',
    schema: { type: 'integer', minimum: 0, example: 12 },
  },
  'Cache-Status': {
    description:
      'Where the answer came from (RFC 9211). `hit; ttl=18`: kept, and fresh for so many seconds. `fwd=...`: Freebit was asked, because nothing was kept (`miss`), it was too old (`stale`), you wanted so (`request`), or nothing may be kept at this moment (`bypass`, with `detail`). `stored`: it is kept now. `collapsed`: another request for the same brought it. `detail=stale-if-error`: Freebit could not be asked, and this is what it said before.',
    schema: { type: 'string', example: 'freebit-gateway; hit; ttl=18' },
  },
  'Idempotency-Replayed': {
    description: 'There, and `true`, when this is the kept answer to an earlier request with the same key.',
    schema: { type: 'string', enum: ['true'], example: 'true' },
  },
  Location: {
    description: 'Where what was accepted can be watched.',
    schema: { type: 'string', format: 'uri-reference', example: '/sims/09012345678' },
  },
  'WWW-Authenticate': {
    description: 'The credentials that this gateway takes; with `error` when an access token was not valid.',
    schema: { type: 'string', example: 'ApiKey realm="freebit-gateway"' },
  },
  'RateLimit-Policy': {
    description:
      'The limits of the caller (IETF draft, revision 11): `rate` counts requests, `lines` different lines; `q` of them in `w` seconds. Only limits that are switched on are told.',
    schema: { type: 'string', example: '"rate";q=20;w=2, "lines";q=60;w=600' },
  },
  RateLimit: {
    description: 'What is left of each limit: `r` more, and `t` seconds until there is more again.',
    schema: { type: 'string', example: '"rate";r=19;t=2, "lines";r=59;t=600' },
  },
  'Retry-After': {
    description: 'Seconds to wait before the same request is sent again.',
    schema: { type: 'integer', minimum: 1, example: 60 },
  },
} as const satisfies Headers;

export type HeaderName = keyof typeof headerComponents;

/** The headers that `answerHeaders` sets on every answer. */
export const headersOfEveryAnswer = ['X-Request-Id', 'Cache-Control', 'Referrer-Policy'] as const;

/** The headers of whatever counts against a caller's limits. */
export const headersOfLimited = ['RateLimit-Policy', 'RateLimit'] as const;

export function headerRef(name: HeaderName): { $ref: string } {
  return { $ref: `#/components/headers/${name}` };
}
