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
const LESS = 0.9;
const MORE = 0.02;
/** Some are always let in, or nobody would notice that it is over. */
const LEAST = 0.02;

/**
 * Whether this process has more to do than it can do in time. While the event loop is late, a smaller and smaller share
 * of the requests is let in, and while it is not, a larger one: so that the process does as much as it can, and what is
 * let in is worth the work.
 */
export class Overload {
  private inFlight = 0;
  private lateTicks = 0;
  private share = 1;
  private credit = 0;
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
    const late = lateMs > this.limits.delayMs;
    this.lateTicks = late ? this.lateTicks + 1 : 0;
    if (!late) this.share = Math.min(1, this.share + MORE);
    else if (this.share < 1 || this.lateTicks >= LATE_TICKS) this.share = Math.max(LEAST, this.share * LESS);
  }

  /** Decides about one more request: null lets it in, else it is refused for this reason. */
  refusal(): OverloadReason | null {
    const { inFlight, delayMs } = this.limits;
    if (inFlight > 0 && this.inFlight >= inFlight) return 'in_flight';
    if (delayMs === 0 || this.share === 1) return null;
    this.credit += this.share;
    if (this.credit < 1) return 'event_loop';
    this.credit -= 1;
    return null;
  }

  begin(): void {
    this.inFlight++;
  }

  end(): void {
    this.inFlight--;
  }
}
