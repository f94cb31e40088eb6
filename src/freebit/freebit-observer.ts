import type { FailureKind } from './freebit-error';
import type { FreebitDocument } from './operations/operation';
import type { BreakerState } from './protection/upstream-breaker';
import type { Findings } from './wire/wire-reader';

/** Why a call was not made. */
export type NotCalled = 'breaker_open' | 'queue_full' | 'queue_timeout' | 'rate';

/** Hears what happens between the client and Freebit, in terms that hold no secret and no phone number. */
export interface FreebitObserver {
  /** One exchange has ended: with a detail code, or with the kind of its failure. */
  exchanged(document: FreebitDocument, result: string, ms: number): void;
  login(result: 'ok' | FailureKind): void;
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
