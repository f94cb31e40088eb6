import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { ProblemCode } from '../http/problems/problem-catalogue';

const RULES = [
  'Your own name for this write: a new UUID (version 7 is best) for every write, and the same one when you repeat it.',
  '1 to 255 visible ASCII characters in one header line. It belongs to you and this route.',
  'The same key with the same content gives the same answer again, with `Idempotency-Replayed: true`, and nothing is sent to Freebit. While the first request runs: 409 `IDEMPOTENCY_KEY_IN_USE`. With other content: 422 `IDEMPOTENCY_KEY_REUSED`.',
  'After a problem with `retryable: true` repeat with the same key. After `OUTCOME_UNKNOWN` the key answers the same until the operation is resolved.',
].join('\n\n');

/** The problems of a write that come from its key, its line, its caller's limits, or the records of writes. */
export const writeProblems = [
  'WRITE_NOT_ALLOWED',
  'IDEMPOTENCY_KEY_REQUIRED',
  'IDEMPOTENCY_KEY_INVALID',
  'IDEMPOTENCY_KEY_EXPIRED',
  'IDEMPOTENCY_KEY_IN_USE',
  'IDEMPOTENCY_KEY_REUSED',
  'ACCOUNT_BUSY',
  'PREVIOUS_OUTCOME_UNKNOWN',
  'IDEMPOTENCY_STORE_UNAVAILABLE',
  'AUDIT_UNAVAILABLE',
  'WRITES_DISABLED',
] as const satisfies ProblemCode[];

/** A write that is executed at most once for each key. */
export function Idempotent(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      description: RULES,
      required: true,
      // No example: if two people copied it, they would share a key.
      schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
    }),
    OnBehalfOf(),
  );
}

/** The optional name of the user behind an application. */
export function OnBehalfOf(): MethodDecorator {
  return ApiHeader({
    name: 'X-On-Behalf-Of',
    description:
      'The user of your application who asked for this: 1 to 128 visible ASCII characters, for the audit log only.',
    required: false,
    schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[!-~]+$' },
  });
}
