import { LoginFailed } from './auth/login-failed';
import { FreebitError, type FreebitFailure } from './freebit-error';
import { TransportError } from './transport/transport-error';
import { UnreadableAnswer } from './wire/unreadable-answer';

/** What is known about a call that ended with this error; null for one that nobody foresaw: a bug. */
export function failureOf(error: unknown): FreebitFailure | null {
  if (error instanceof FreebitError || error instanceof LoginFailed) return error.failure;
  if (error instanceof TransportError) return { kind: error.failure };
  return error instanceof UnreadableAnswer ? { kind: 'unreadable' } : null;
}
