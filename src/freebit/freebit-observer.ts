import type { FailureKind } from './freebit-error';
import type { FreebitDocument } from './operations/operation';
import type { BreakerState } from './protection/upstream-breaker';
import type { Findings } from './wire/wire-reader';

/** Why a call was not made. */
export type NotCalled = 'breaker_open' | 'queue_full' | 'queue_timeout' | 'rate';

/** One exchange with Freebit that has ended. */
export interface EndedExchange {
  readonly document: FreebitDocument;
  /** The detail code of the answer, or the kind of the failure. */
  readonly result: string;
  /** 1 for the first one on behalf of a call. */
  readonly attempt: number;
  readonly ms: number;
}

/** Hears what happens between the client and Freebit, in terms that hold no secret and no phone number. */
export interface FreebitObserver {
  exchanged(exchange: EndedExchange): void;
  login(result: 'ok' | FailureKind, ms: number): void;
  /** Something was thrown that nobody foresaw, and its call is told as a failure. */
  bug(document: FreebitDocument, error: unknown): void;
  /** An answer held values or fields that the papers do not describe. */
  found(document: FreebitDocument, findings: Findings): void;
  /** How many calls are in flight, and how many wait. */
  load(inFlight: number, waiting: number): void;
  notCalled(reason: NotCalled): void;
  retried(document: FreebitDocument): void;
  breaker(state: BreakerState): void;
}
