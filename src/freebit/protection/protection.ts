import { setTimeout as pause } from 'node:timers/promises';
import type { FreebitDocument } from '../calls/freebit-call';
import type { Deadline } from '../deadline';
import { failed, retryAfterSeconds, type CallResult } from '../freebit-error';
import type { FreebitObserver, NotCalled } from '../freebit-observer';
import { Bulkhead } from './bulkhead';
import { RetryBudget } from './retry-budget';
import { UpstreamBreaker } from './upstream-breaker';
import { isWorthARetry, verdictOf } from './upstream-fault';

/** The rate of calls over all replicas. */
export interface UpstreamRate {
  /** Takes one call from the rate: null if it was available, else the milliseconds until one may be. Never rejects. */
  take(): Promise<number | null>;
  /** Whether the last answer of the store left room for another call, as far as this process knows. */
  readonly hasRoom: boolean;
}

export interface ProtectionOptions {
  /** Calls in flight to Freebit, reads and writes. */
  readonly maxConcurrency: number;
  readonly maxQueue: number;
  /** Retries of reads per hundred reads; 0 for none. */
  readonly retryPercent: number;
  /** How long the breaker stays open, in milliseconds; 0 disables it. */
  readonly breakerOpenMs: number;
}

export interface ProtectedCall {
  readonly document: FreebitDocument;
  readonly effect: 'read' | 'write';
  readonly deadline: Deadline;
}

/** A write waits no longer than this: its reservation must outlast the wait for the line, this wait, and a login. */
const WRITE_PATIENCE_MS = 1_500;
/** The share of its deadline that a read may wait for a slot, and that may be over before its retry. */
const READ_WAITS = 0.5;
const READ_RETRIES = 0.6;
const LONGEST_RETRY_PAUSE_MS = 100;

/** Null if a call may be made, else the failure. Never rejects. */
export type Permit = Promise<CallResult<never> | null>;

/** Makes a call. It must await `permit` before the first byte, in parallel with its other preparations. */
type Attempt<Output> = (permit: Permit) => Promise<CallResult<Output>>;

const PERMITTED: Permit = Promise.resolve(null);

/**
 * Protects Freebit from our callers: a bulkhead, the rate of the cluster, a circuit breaker, and one retry for reads.
 */
export class Protection {
  readonly bulkhead: Bulkhead;
  private readonly budget: RetryBudget;
  private readonly breaker: UpstreamBreaker;

  /** `probe` makes a harmless call to Freebit under this protection, and never rejects. */
  constructor(
    private readonly rate: UpstreamRate,
    private readonly observer: FreebitObserver,
    options: ProtectionOptions,
    probe: () => void = () => undefined,
  ) {
    const { maxConcurrency: slots, maxQueue: queue } = options;
    this.bulkhead = new Bulkhead({ slots, queue });
    this.budget = new RetryBudget(options.retryPercent);
    const onState = (state: 'closed' | 'half_open' | 'open') => {
      observer.breaker(state);
      if (state === 'open') this.bulkhead.dismissWaiting();
    };
    this.breaker = new UpstreamBreaker(options.breakerOpenMs, onState, probe);
  }

  /** The failure of a call while the breaker is open; null if it may be made. */
  notCalledNow({ effect }: Pick<ProtectedCall, 'effect'>): CallResult<never> | null {
    const forMs = this.breaker.blockedMs(effect);
    return forMs === null ? null : this.notCalled('breaker_open', forMs);
  }

  /**
   * Makes the attempt if a slot, the rate and the breaker allow it in time; else fails with `not_attempted`. Only reads
   * are retried.
   */
  async run<Output>(call: ProtectedCall, attempt: Attempt<Output>): Promise<CallResult<Output>> {
    const notCalled = this.notCalledNow(call);
    if (notCalled !== null) return notCalled;
    const patienceMs = patienceOf(call);
    const waitsUntilMs = performance.now() + patienceMs;
    const notAdmitted = await this.bulkhead.enter(patienceMs);
    if (notAdmitted !== null) return this.notCalled(notAdmitted);
    try {
      const first = await this.once(call, waitsUntilMs, attempt);
      if (call.effect === 'write') return first;
      this.budget.payIn();
      return isWorthARetry(first) ? await this.retry(call, first, attempt) : first;
    } finally {
      this.bulkhead.leave();
    }
  }

  private async retry<Output>(
    call: ProtectedCall,
    first: CallResult<Output>,
    attempt: Attempt<Output>,
  ): Promise<CallResult<Output>> {
    const { document, deadline } = call;
    const inTime = deadline.remainingMs > deadline.totalMs * (1 - READ_RETRIES);
    if (!inTime || !this.budget.take()) return first;
    this.observer.retried(document);
    await pause(Math.random() * LONGEST_RETRY_PAUSE_MS);
    const waitsUntilMs = performance.now() + deadline.remainingMs / 2;
    const second = await this.once(call, waitsUntilMs, attempt);
    return verdictOf(second) === 'not_asked' ? first : second;
  }

  /**
   * If the rate has room, a write takes from it in parallel with being recorded as sent, which saves a round trip. A
   * write that has to wait for the rate is not recorded meanwhile.
   */
  private async once<Output>(
    call: ProtectedCall,
    waitsUntilMs: number,
    attempt: Attempt<Output>,
  ): Promise<CallResult<Output>> {
    const permit = this.permit(call, waitsUntilMs);
    if (call.effect === 'write' && this.rate.hasRoom) return await this.breaker.run(() => attempt(permit));
    return (await permit) ?? (await this.breaker.run(() => attempt(PERMITTED)));
  }

  private async permit(call: ProtectedCall, waitsUntilMs: number): Permit {
    for (;;) {
      const waitMs = await this.rate.take();
      const notCalled = this.notCalledNow(call);
      if (notCalled !== null || waitMs === null) return notCalled;
      if (performance.now() + waitMs > waitsUntilMs) return this.notCalled('rate', waitMs);
      await pause(waitMs);
    }
  }

  private notCalled(reason: NotCalled, forMs = 1_000): CallResult<never> {
    this.observer.notCalled(reason);
    return failed({ kind: 'not_attempted', retryAfterSeconds: retryAfterSeconds(forMs) });
  }
}

function patienceOf({ effect, deadline }: ProtectedCall): number {
  return effect === 'write' ? WRITE_PATIENCE_MS : deadline.totalMs * READ_WAITS;
}
