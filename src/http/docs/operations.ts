import type { OpenAPIObject } from '@nestjs/swagger';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** All operations of a document. */
export function operationsOf({ paths }: OpenAPIObject): Operation[] {
  return Object.values(paths)
    .flatMap(({ get, put, post, patch, delete: remove }) => [get, put, post, patch, remove])
    .filter((operation) => operation !== undefined);
}
