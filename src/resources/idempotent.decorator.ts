import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';

/** A write. Its idempotency key is accepted; the gateway does not yet act on it. */
export function Idempotent(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      description:
        'Your own name for this write, best a UUIDv7. Accepted, but **not honoured yet**: sending a write twice writes twice.',
      required: false,
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    }),
  );
}
