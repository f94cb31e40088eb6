export interface OverloadLimits {
  /** Requests in flight; 0 for no limit. */
  readonly inFlight: number;
  /** Milliseconds by which the event loop is late; 0 for no limit. */
  readonly delayMs: number;
}

export type OverloadReason = 'in_flight' | 'event_loop';

const TICK_MS = 20;
/** One pause (a garbage collection, a neighbour on the machine) is no overload: a queue that stands is. */
const LATE_TICKS = 3;

/** Whether this process has more to do than it can do in time. */
export class Overload {
  private inFlight = 0;
  private lateTicks = 0;
  private ticking: NodeJS.Timeout | undefined;

  constructor(private readonly limits: OverloadLimits) {}

  /** Begins to look how late the event loop is; the look never keeps the process alive. */
  watch(): void {
    if (this.limits.delayMs === 0 || this.ticking !== undefined) return;
    let dueMs = performance.now() + TICK_MS;
    this.ticking = setInterval(() => {
      const nowMs = performance.now();
      this.tick(nowMs - dueMs);
      dueMs = nowMs + TICK_MS;
    }, TICK_MS).unref();
  }

  stopWatching(): void {
    clearInterval(this.ticking);
    this.ticking = undefined;
  }

  /** Takes in how late one tick came, in milliseconds. */
  tick(lateMs: number): void {
    this.lateTicks = lateMs > this.limits.delayMs ? this.lateTicks + 1 : 0;
  }

  /** Why one more request is too much; null when it is not. */
  get reason(): OverloadReason | null {
    const { inFlight, delayMs } = this.limits;
    if (inFlight > 0 && this.inFlight >= inFlight) return 'in_flight';
    return delayMs > 0 && this.lateTicks >= LATE_TICKS ? 'event_loop' : null;
  }

  begin(): void {
    this.inFlight++;
  }

  end(): void {
    this.inFlight--;
  }
}
