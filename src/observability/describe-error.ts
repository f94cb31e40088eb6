import { maskText } from './mask-text';

/** The loggable parts of an error: never its other properties, which may hold a request, and no long numbers. */
export interface ErrorDescription {
  readonly name: string;
  readonly code?: string;
  readonly message: string;
  readonly stack?: string;
}

export function describeError(thrown: unknown): ErrorDescription {
  if (!(thrown instanceof Error))
    return { name: typeof thrown, message: 'something that is not an Error was thrown' };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  return {
    name: thrown.name,
    code,
    message: maskText(thrown.message).slice(0, 500),
    stack: thrown.stack === undefined ? undefined : maskText(thrown.stack).slice(0, 2000),
  };
}
