import type { FreebitDocument } from './calls/freebit-call';
import type { FailureKind } from './freebit-error';
import type { BreakerState } from './protection/upstream-breaker';
import type { Findings } from './wire/wire-reader';

/** Why a call was not made. */
export type NotCalled = 'breaker_open' | 'queue_full' | 'queue_timeout' | 'rate';

/** One exchange with Freebit that has ended. */
export interface EndedExchange {
  readonly document: FreebitDocument;
  /** The detail code of the answer, or the kind of the failure. */
  readonly result: string;
  /** 1 for the first exchange of a call. */
  readonly attempt: number;
  readonly ms: number;
}

/** Receives the events between the client and Freebit. They hold no secret and no phone number. */
export interface FreebitObserver {
  exchanged(exchange: EndedExchange): void;
  login(result: 'ok' | FailureKind, ms: number): void;
  /** A connection attempt ended: `ok`, or the code of the reason it failed (`ENOTFOUND`, `CERT_HAS_EXPIRED`). */
  connection(result: string): void;
  /** An unexpected error was thrown; its call is reported as a failure. */
  bug(document: FreebitDocument, error: unknown): void;
  /** An answer held values or fields that the papers do not describe, by the names of the fields. */
  found(document: FreebitDocument, findings: Findings): void;
  notCalled(reason: NotCalled): void;
  retried(document: FreebitDocument): void;
  breaker(state: BreakerState): void;
}
