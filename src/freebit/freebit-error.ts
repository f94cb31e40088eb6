import type { FreebitDocument } from './operations/operation';

/** Every way in which a call to Freebit can end without its result. */
export type FreebitFailure =
  /** Freebit understood and said no. */
  | { readonly kind: 'refused'; readonly detailCode: string; readonly statusCode: string | null }
  /** No connection could be made: nothing was sent. */
  | { readonly kind: 'unreachable' }
  /** No complete answer in time, after the request may have arrived. */
  | { readonly kind: 'timed_out' }
  /** The connection broke after the request may have arrived. */
  | { readonly kind: 'connection_lost' }
  /** An answer came that does not say what happened. */
  | { readonly kind: 'unreadable' }
  /** Nobody waits for the answer to this read any more. */
  | { readonly kind: 'abandoned' }
  /** No auth key that Freebit accepts could be had: the call was not made, or refused before anything was done. */
  | { readonly kind: 'auth_failed'; readonly retryAfterSeconds: number }
  /** The call was not made, because it could not have ended in time. */
  | { readonly kind: 'not_attempted'; readonly retryAfterSeconds: number }
  /** Logins are paused, so the call was not made. */
  | { readonly kind: 'login_paused'; readonly retryAfterSeconds: number };

export type FailureKind = FreebitFailure['kind'];

/** A failed call. It carries the failure and the paper, never the request: that holds the auth key. */
export class FreebitError extends Error {
  override readonly name = 'FreebitError';

  constructor(
    readonly document: FreebitDocument,
    readonly failure: FreebitFailure,
  ) {
    super(`${document}: ${failure.kind}${failure.kind === 'refused' ? ` ${failure.detailCode}` : ''}`);
  }
}
