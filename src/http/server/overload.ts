export interface OverloadLimits {
  /** Requests in flight; 0 for no limit. */
  readonly inFlight: number;
  /** Milliseconds by which the event loop is late; 0 for no limit. */
  readonly delayMs: number;
}

export type OverloadReason = 'in_flight' | 'event_loop';

const TICK_MS = 20;
/** One pause (a garbage collection, a neighbour on the machine) is no overload: a queue that stands is. */
const LATE_TICKS = 5;
const LESS = 0.9;
/** Some are always let in, or nobody would notice that it is over. */
const LEAST = 16;

/**
 * Whether this process has more to do than it can do in time. While the event loop is late, fewer and fewer requests
 * may be in flight, and while it is not, more and more: so that the process does as much as it can, and what is let in
 * is worth the work.
 */
export class Overload {
  private inFlight = 0;
  /** The most that were in flight since the last tick. */
  private fullest = 0;
  private lateTicks = 0;
  private readonly most: number;
  private places: number;
  private ticking: NodeJS.Timeout | undefined;

  constructor(private readonly limits: OverloadLimits) {
    this.most = limits.inFlight || Infinity;
    this.places = this.most;
  }

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
    if (!late) this.places = Math.min(this.most, this.places + 1);
    else if (this.places < this.most || this.lateTicks >= LATE_TICKS)
      this.places = Math.max(Math.min(LEAST, this.most), Math.min(this.places, this.fullest) * LESS);
    this.fullest = this.inFlight;
  }

  /** Decides about one more request: null lets it in, else it is refused for this reason. */
  refusal(): OverloadReason | null {
    if (this.inFlight < this.places) return null;
    return this.places < this.most ? 'event_loop' : 'in_flight';
  }

  begin(): void {
    this.inFlight++;
    this.fullest = Math.max(this.fullest, this.inFlight);
  }

  end(): void {
    this.inFlight--;
  }
}
