import type { FreebitDocument } from './calls/freebit-call';

/** The result of a call to Freebit: its output, or a failure. Failures are never exceptions. */
export type CallResult<Output> = { readonly kind: 'answered'; readonly output: Output } | Failed;

export interface Failed {
  readonly kind: 'failed';
  readonly failure: FreebitFailure;
}

/** Every way in which a call to Freebit can end without its output. */
export type FreebitFailure =
  /** Freebit rejected the request: it answered with a code other than 100. */
  | { readonly kind: 'refused'; readonly detailCode: string; readonly statusCode: string | null }
  /** No connection could be opened; `cause` is the code of the reason, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
  | { readonly kind: 'unreachable'; readonly cause?: string }
  /** No complete answer came in time, after the request may have arrived. */
  | { readonly kind: 'timed_out' }
  /** The connection broke after the request may have arrived. */
  | { readonly kind: 'connection_lost' }
  /** The answer does not say what happened. */
  | { readonly kind: 'unreadable' }
  /** All callers that waited for this read have left. */
  | { readonly kind: 'abandoned' }
  /** No auth key is available that Freebit accepts: the call was not made, or rejected before anything was done. */
  | { readonly kind: 'auth_failed'; readonly retryAfterSeconds: number }
  /** The call was not made, because it could not have ended in time or Freebit is protected from it. */
  | { readonly kind: 'not_attempted'; readonly retryAfterSeconds: number }
  /** Logins are paused and the call has no key that it may use, so it was not made. */
  | { readonly kind: 'login_paused'; readonly retryAfterSeconds: number }
  /**
   * The owner did not allow the write to be sent: `markSent` returned null, or the lease had expired before the first
   * byte.
   */
  | { readonly kind: 'not_sent' };

export type FailureKind = FreebitFailure['kind'];

/** Freebit rejected the newest key too. */
export const KEY_REFUSED = { kind: 'auth_failed', retryAfterSeconds: 5 } as const;

export function answered<Output>(output: Output): CallResult<Output> {
  return { kind: 'answered', output };
}

export function failed(failure: FreebitFailure): Failed {
  return { kind: 'failed', failure };
}

/** A pause in milliseconds as the seconds of `Retry-After`, at least one. */
export function retryAfterSeconds(pauseMs: number): number {
  return Math.max(1, Math.ceil(pauseMs / 1000));
}

/** A failed call as an exception. It has the failure and the paper, but not the request, which holds the auth key. */
export class FreebitError extends Error {
  override readonly name = 'FreebitError';

  constructor(
    readonly document: FreebitDocument,
    readonly failure: FreebitFailure,
  ) {
    super(`${document}: ${failure.kind}${failure.kind === 'refused' ? ` ${failure.detailCode}` : ''}`);
  }
}
