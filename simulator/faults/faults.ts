import { appliedThenDropped } from './applied-then-dropped';
import { type CannedAnswer, cannedAnswer } from './canned-answer';
import { drip } from './drip';
import { empty } from './empty';
import { FaultPlan } from './fault-plan';
import { hang } from './hang';
import { html } from './html';
import { type RawBytes, rawBytes } from './raw-bytes';
import { refusal } from './refusal';
import { reset } from './reset';
import { slow } from './slow';
import { truncated } from './truncated';

/**
 * Faults by name, for the next request or the next `times` (Infinity: until {@link FaultPlan.clear}). Paths are below
 * `/emptool/api`; without one the fault affects any request, logins included.
 */
export class Faults extends FaultPlan {
  /** Never answers. */
  hang(path?: string, times?: number): void {
    this.next(hang, path, times);
  }

  /** Resets the connection after the request was read, before it is processed. */
  hangUp(path?: string, times?: number): void {
    this.next(reset, path, times);
  }

  /** HTTP 500 with an HTML page, not processed. */
  html(path?: string, times?: number): void {
    this.next(html, path, times);
  }

  /** Half an answer, processed. */
  truncate(path?: string, times?: number): void {
    this.next(truncated, path, times);
  }

  /** An empty 200, processed. */
  empty(path?: string, times?: number): void {
    this.next(empty, path, times);
  }

  /** A rejection with a detail code. */
  code(code: number, path?: string, times?: number): void {
    this.next(refusal(code), path, times);
  }

  /** Processes the request and drops the connection. */
  dropAfterApplying(path?: string, times?: number): void {
    this.next(appliedThenDropped, path, times);
  }

  /** Processes at once, answers after some milliseconds. */
  slow(ms: number, path?: string, times?: number): void {
    this.next(slow(ms), path, times);
  }

  /** Processes at once, then sends a byte after every given number of milliseconds. */
  drip(ms: number, path?: string, times?: number): void {
    this.next(drip(ms), path, times);
  }

  /** Sends a fixed answer. */
  answer(answer: CannedAnswer, path?: string, times?: number): void {
    this.next(cannedAnswer(answer), path, times);
  }

  /** Sends raw bytes, HTTP head included. */
  raw(bytes: RawBytes, path?: string, times?: number): void {
    this.next(rawBytes(bytes), path, times);
  }
}
