import { setTimeout as pause } from 'node:timers/promises';
import type { Deadline } from '../deadline';
import { FreebitError } from '../freebit-error';
import type { FreebitObserver, NotCalled } from '../freebit-observer';
import type { FreebitDocument } from '../operations/operation';
import { retryAfterSeconds } from '../retry-after';
import { Bulkhead, BulkheadRefusal } from './bulkhead';
import { RetryBudget } from './retry-budget';
import { UpstreamBreaker } from './upstream-breaker';
import { isWorthARetry, verdictOf } from './upstream-fault';

/** The rate of calls that all replicas may make together. */
export interface UpstreamRate {
  /** Takes the right to one call: null when it was there, else the milliseconds until one may be. Never rejects. */
  take(): Promise<number | null>;
}

export interface ProtectionOptions {
  /** Calls in flight to Freebit, reads and writes. */
  readonly maxConcurrency: number;
  readonly maxQueue: number;
  /** Retries of reads in a hundred reads; 0 for none. */
  readonly retryPercent: number;
  /** How long the breaker stays open; 0 to leave it closed for ever. */
  readonly breakerOpenMs: number;
}

export interface ProtectedCall {
  readonly document: FreebitDocument;
  readonly effect: 'read' | 'write';
  readonly deadline: Deadline;
}

/** A write waits no longer than this: its reservation must outlast the line, this, and a login. */
const WRITE_PATIENCE_MS = 1_500;
/** The share of its time that a read may spend waiting, and that may be gone before a second attempt. */
const READ_WAITS = 0.5;
const READ_RETRIES = 0.6;
const LONGEST_RETRY_PAUSE_MS = 100;

/** Between our callers and Freebit: a bulkhead, the rate of the cluster, a breaker, and one retry for reads. */
export class Protection {
  private readonly bulkhead: Bulkhead;
  private readonly budget: RetryBudget;
  private readonly breaker: UpstreamBreaker;

  constructor(
    private readonly rate: UpstreamRate,
    private readonly observer: FreebitObserver,
    options: ProtectionOptions,
  ) {
    const { maxConcurrency: places, maxQueue: queue } = options;
    this.bulkhead = new Bulkhead({ places, queue }, (inside, waiting) => observer.load(inside, waiting));
    this.budget = new RetryBudget(options.retryPercent);
    this.breaker = new UpstreamBreaker(options.breakerOpenMs, (state) => {
      observer.breaker(state);
      if (state === 'open') this.bulkhead.dismissWaiting();
    });
  }

  /**
   * Makes the attempt when there is a place, a right and a healthy Freebit for it in time, else rejects with a
   * `FreebitError` of `not_attempted`. All of this is decided before the attempt begins, and only a read is tried again.
   */
  async run<Value>(call: ProtectedCall, attempt: () => Promise<Value>): Promise<Value> {
    this.refuseWhileIll(call);
    const patienceMs = patienceOf(call);
    const waitsUntilMs = performance.now() + patienceMs;
    try {
      return await this.bulkhead.run(patienceMs, () => this.inside(call, waitsUntilMs, attempt));
    } catch (error) {
      if (error instanceof BulkheadRefusal) throw this.notCalled(call, bulkheadReasons[error.reason]);
      throw error;
    }
  }

  private async inside<Value>(
    call: ProtectedCall,
    waitsUntilMs: number,
    attempt: () => Promise<Value>,
  ): Promise<Value> {
    if (call.effect === 'read') this.budget.payIn();
    try {
      return await this.once(call, waitsUntilMs, attempt);
    } catch (first) {
      if (!this.mayRetry(call, first)) throw first;
      this.observer.retried(call.document);
      await pause(Math.random() * LONGEST_RETRY_PAUSE_MS);
      return await this.once(call, performance.now() + call.deadline.remainingMs / 2, attempt).catch(
        (second: unknown) => {
          throw verdictOf(second) === 'not_asked' ? first : second;
        },
      );
    }
  }

  private async once<Value>(
    call: ProtectedCall,
    waitsUntilMs: number,
    attempt: () => Promise<Value>,
  ): Promise<Value> {
    await this.takeRate(call, waitsUntilMs);
    this.refuseWhileIll(call);
    return await this.breaker.run(attempt);
  }

  private async takeRate(call: ProtectedCall, waitsUntilMs: number): Promise<void> {
    for (;;) {
      const waitMs = await this.rate.take();
      if (waitMs === null) return;
      this.refuseWhileIll(call);
      if (performance.now() + waitMs > waitsUntilMs) throw this.notCalled(call, 'rate', waitMs);
      await pause(waitMs);
    }
  }

  private mayRetry({ effect, deadline }: ProtectedCall, error: unknown): boolean {
    const inTime = deadline.remainingMs > deadline.totalMs * (1 - READ_RETRIES);
    return effect === 'read' && inTime && isWorthARetry(error) && this.budget.take();
  }

  private refuseWhileIll(call: ProtectedCall): void {
    const forMs = this.breaker.refusalMs(call.effect);
    if (forMs !== null) throw this.notCalled(call, 'breaker_open', forMs);
  }

  private notCalled({ document }: ProtectedCall, reason: NotCalled, forMs = 1_000): FreebitError {
    this.observer.notCalled(reason);
    return new FreebitError(document, {
      kind: 'not_attempted',
      retryAfterSeconds: retryAfterSeconds(forMs),
    });
  }
}

const bulkheadReasons = {
  queue_full: 'queue_full',
  queue_timeout: 'queue_timeout',
  sent_away: 'breaker_open',
} as const satisfies Record<BulkheadRefusal['reason'], NotCalled>;

function patienceOf({ effect, deadline }: ProtectedCall): number {
  return effect === 'write' ? WRITE_PATIENCE_MS : deadline.totalMs * READ_WAITS;
}
