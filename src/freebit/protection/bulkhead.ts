/** Why a call was not admitted. */
export type NotAdmitted = 'queue_full' | 'queue_timeout' | 'breaker_open';

export interface BulkheadLimits {
  readonly slots: number;
  /** How many calls may wait for a slot. */
  readonly queue: number;
}

export interface BulkheadLoad {
  readonly inside: number;
  readonly waiting: number;
}

/**
 * Admits a number of calls at a time, and lets a number of others wait, first come, first served. A call whose patience
 * is over leaves the queue, so that it does not delay those that can still be served in time.
 */
export class Bulkhead {
  private inside = 0;
  private readonly queue = new Set<(refused: NotAdmitted | null) => void>();

  constructor(private readonly limits: BulkheadLimits) {}

  get load(): BulkheadLoad {
    return { inside: this.inside, waiting: this.queue.size };
  }

  /** Null if there is a slot now, or within `patienceMs`. Call `leave` when the slot is no longer needed. */
  async enter(patienceMs: number): Promise<NotAdmitted | null> {
    const { slots, queue } = this.limits;
    if (this.inside >= slots) return this.queue.size >= queue ? 'queue_full' : await this.wait(patienceMs);
    this.inside++;
    return null;
  }

  /** A slot passes directly from the call that leaves to the one that has waited longest. */
  leave(): void {
    const [next] = this.queue;
    if (next === undefined) this.inside--;
    else next(null);
  }

  /** Dismisses all waiting calls; admitted ones go on. */
  dismissWaiting(): void {
    for (const admit of this.queue) admit('breaker_open');
  }

  private wait(patienceMs: number): Promise<NotAdmitted | null> {
    return new Promise((resolve) => {
      const admit = (refused: NotAdmitted | null) => {
        clearTimeout(timer);
        this.queue.delete(admit);
        resolve(refused);
      };
      const timer = setTimeout(() => admit('queue_timeout'), patienceMs);
      this.queue.add(admit);
    });
  }
}
