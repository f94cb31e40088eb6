/** Why somebody who waited was not let in. */
export type NotAdmitted = 'queue_full' | 'queue_timeout' | 'sent_away';

interface Waiting {
  readonly enter: () => void;
  readonly leave: (reason: NotAdmitted) => void;
}

export interface BulkheadLimits {
  readonly places: number;
  /** How many may wait for a place. */
  readonly queue: number;
}

/** Nobody was let in, and nothing was begun. */
export class BulkheadRefusal extends Error {
  override readonly name = 'BulkheadRefusal';

  constructor(readonly reason: NotAdmitted) {
    super(reason);
  }
}

/**
 * Lets so many in at the same time and so many more wait, first come, first served. Whoever has waited for as long as
 * is of use leaves the queue, so that it never holds those whom nobody can help any more.
 */
export class Bulkhead {
  private inside = 0;
  private readonly queue = new Set<Waiting>();

  constructor(
    private readonly limits: BulkheadLimits,
    private readonly onChange: (inside: number, waiting: number) => void = () => undefined,
  ) {}

  /** Rejects with `BulkheadRefusal` when no place was free within `patienceMs`, else settles like the task. */
  async run<Value>(patienceMs: number, task: () => Promise<Value>): Promise<Value> {
    await this.enter(patienceMs);
    try {
      return await task();
    } finally {
      this.leave();
    }
  }

  /** Sends all away that wait; those inside go on. */
  dismissWaiting(): void {
    for (const waiting of this.queue) waiting.leave('sent_away');
  }

  private async enter(patienceMs: number): Promise<void> {
    const { places, queue } = this.limits;
    if (this.inside < places) this.inside++;
    else if (this.queue.size >= queue) throw new BulkheadRefusal('queue_full');
    else await this.wait(patienceMs);
    this.tell();
  }

  private wait(patienceMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (act: () => void) => {
        clearTimeout(timer);
        this.queue.delete(waiting);
        act();
        this.tell();
      };
      const waiting: Waiting = {
        enter: () => done(resolve),
        leave: (reason) => done(() => reject(new BulkheadRefusal(reason))),
      };
      const timer = setTimeout(() => waiting.leave('queue_timeout'), patienceMs);
      this.queue.add(waiting);
      this.tell();
    });
  }

  /** A place goes from the one who leaves to the one who has waited longest, without ever being free. */
  private leave(): void {
    const [next] = this.queue;
    if (next === undefined) this.inside--;
    else next.enter();
    this.tell();
  }

  private tell(): void {
    this.onChange(this.inside, this.queue.size);
  }
}
