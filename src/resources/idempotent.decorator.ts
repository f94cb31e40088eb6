import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';

const RULES = [
  'Your own name for this write: a new UUID (version 7 is best) for every write, and the same one when you repeat it.',
  '1 to 255 visible ASCII characters, one header line. It belongs to you and this route.',
  'The same key with the same content gives the same answer again, with `Idempotency-Replayed: true`, and nothing is sent to Freebit. While the first request runs: 409 `IDEMPOTENCY_KEY_IN_USE`. With other content: 422 `IDEMPOTENCY_KEY_REUSED`.',
  'After a problem with `retryable: true` the key is free: repeat with the same key. After `OUTCOME_UNKNOWN` it stays unknown until the operation is resolved.',
].join('\n\n');

/** A write that happens at most once for each key. */
export function Idempotent(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      description: RULES,
      required: true,
      // No example: a key that two people copy is one key.
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
  );
}
