import type { FreebitFailure } from '../freebit-error';

/** No key could be had, with the failure that every caller waiting for it is told. */
export class LoginFailed extends Error {
  override readonly name = 'LoginFailed';

  constructor(readonly failure: FreebitFailure) {
    super(failure.kind);
  }
}

/** A pause in milliseconds as the seconds of `Retry-After`, at least one. */
export function retryAfterSeconds(pauseMs: number): number {
  return Math.max(1, Math.ceil(pauseMs / 1000));
}
