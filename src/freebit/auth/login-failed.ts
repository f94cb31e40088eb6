import type { FreebitFailure } from '../freebit-error';

/** No key could be had, with the failure that every caller waiting for it is told. */
export class LoginFailed extends Error {
  override readonly name = 'LoginFailed';

  constructor(readonly failure: FreebitFailure) {
    super(failure.kind);
  }
}
