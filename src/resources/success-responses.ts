import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { Type } from '@nestjs/common';
import { headerRef } from '../http/docs/header-components';

/** One way in which a route succeeds. */
export interface SuccessAnswer {
  readonly description: string;
  /** Bodies as the sandbox answers them, by name; those of a write are named as the request that leads to them. */
  readonly examples: Readonly<Record<string, object>>;
}

/** Describes what a route answers when all went well, by status. */
export function successResponses(
  returns: Type,
  answers: Readonly<Record<number, SuccessAnswer>>,
  effect: 'read' | 'write',
): MethodDecorator[] {
  const responses = Object.entries(answers).map(([status, { description, examples }]) =>
    ApiResponse({
      status: Number(status),
      description,
      headers: headersOf(effect, Number(status)),
      content: {
        'application/json': { schema: { $ref: getSchemaPath(returns) }, examples: named(examples) },
      },
    }),
  );
  return [ApiExtraModels(returns), ...responses];
}

function named(examples: SuccessAnswer['examples']) {
  return Object.fromEntries(
    Object.entries(examples).map(([summary, value]) => [summary, { summary, value }]),
  );
}

function headersOf(effect: 'read' | 'write', status: number) {
  return {
    ...(effect === 'read' && { Age: headerRef('Age'), 'Cache-Status': headerRef('Cache-Status') }),
    ...(effect === 'write' && { 'Idempotency-Replayed': headerRef('Idempotency-Replayed') }),
    ...(status === 202 && { Location: headerRef('Location') }),
  };
}
