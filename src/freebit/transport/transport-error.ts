/** How an exchange with Freebit broke. Only `unreachable` proves that no byte of the request left. */
export type TransportFailure = 'unreachable' | 'timed_out' | 'connection_lost' | 'unreadable' | 'abandoned';

/** Replaces every error of the HTTP libraries, because theirs carry the request and with it the auth key. */
export class TransportError extends Error {
  override readonly name = 'TransportError';

  constructor(readonly failure: TransportFailure) {
    super(failure);
  }
}
