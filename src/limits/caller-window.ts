/** The two kinds of different lines: those whose traffic is read, and all others. */
export type LineGuard = 'traffic' | 'other';

/** The limits of a caller; undefined where there is none. */
export interface CallerQuota {
  readonly rate: RateQuota | undefined;
  readonly lines: Readonly<Record<LineGuard, LineQuota | undefined>>;
}

export interface RateQuota {
  /** May be a fraction. */
  readonly perSecond: number;
  /** Requests that may be sent at once after an idle time, at least 1. */
  readonly burst: number;
}

export interface LineQuota {
  readonly most: number;
  readonly windowMs: number;
}

/** A line by its name in the store, and the limit to which it belongs. */
export interface NamedLine {
  readonly name: string;
  readonly guard: LineGuard;
}

/** One request, as the limits see it. */
export interface Taking {
  readonly quota: CallerQuota;
  /** Omitted if the path names none. */
  readonly line?: NamedLine | undefined;
}

/** The decision of one limit about a request, and what is left of the limit. */
export interface LimitState {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Milliseconds until more is available; 0 if nothing is used. */
  readonly nextMs: number;
}

/** The decisions of the limits about one request; null where there is no limit. */
export interface Taken {
  readonly rate: LimitState | null;
  readonly lines: LimitState | null;
}

/** What is left of each limit of a caller. */
export interface Standing {
  readonly rate: LimitState | null;
  readonly lines: Readonly<Record<LineGuard, LimitState | null>>;
}

/**
 * What one caller has used of its limits. The rate is a token bucket, stored as the instant at which it is full again
 * (GCRA). Each different line counts until its window, which begins with its first use, is over. The script in
 * `limit-scripts.ts` does the same inside Redis.
 */
export class CallerWindow {
  private fullAtMs = 0;
  /** Until when each line counts. All windows have the same length, so those that came first end first. */
  private readonly lines: Record<LineGuard, Map<string, number>> = { traffic: new Map(), other: new Map() };
  private readonly lookedAtMs: Record<LineGuard, number> = { traffic: 0, other: 0 };

  /** Takes a request from the rate and, if the rate allows it, the line from its limit. */
  take({ quota, line }: Taking, nowMs: number): Taken {
    const rate = quota.rate ? this.takeRate(quota.rate, nowMs) : null;
    const lineQuota = line && quota.lines[line.guard];
    if (!line || !lineQuota || rate?.allowed === false) return { rate, lines: null };
    return { rate, lines: this.takeLine(line, lineQuota, nowMs) };
  }

  /** Whether a line counts now, so that it may be used again. */
  counts({ name, guard }: NamedLine, nowMs: number): boolean {
    return (this.lines[guard].get(name) ?? 0) > nowMs;
  }

  /** Counts a line that was allowed elsewhere. */
  add({ name, guard }: NamedLine, untilMs: number, nowMs: number): void {
    this.dropEnded(guard, untilMs - nowMs, nowMs);
    this.lines[guard].set(name, untilMs);
  }

  /** What is left, without taking anything. */
  look({ rate, lines }: CallerQuota, nowMs: number): Standing {
    return {
      rate: rate ? rateState(rate, this.fullAtMs, nowMs) : null,
      lines: {
        traffic: lines.traffic ? this.lineState('traffic', lines.traffic, nowMs) : null,
        other: lines.other ? this.lineState('other', lines.other, nowMs) : null,
      },
    };
  }

  private takeRate(quota: RateQuota, nowMs: number): LimitState {
    const before = rateState(quota, this.fullAtMs, nowMs);
    if (!before.allowed) return before;
    const full = Math.min(this.fullAtMs, nowMs + capacityMs(quota));
    this.fullAtMs = Math.max(full, nowMs) + intervalMs(quota);
    return { ...rateState(quota, this.fullAtMs, nowMs), allowed: true };
  }

  private takeLine({ name, guard }: NamedLine, quota: LineQuota, nowMs: number): LimitState {
    const before = this.lineState(guard, quota, nowMs);
    if (this.lines[guard].has(name)) return { ...before, allowed: true };
    if (!before.allowed) return before;
    this.lines[guard].set(name, nowMs + quota.windowMs);
    return { ...this.lineState(guard, quota, nowMs), allowed: true };
  }

  private lineState(guard: LineGuard, { most, windowMs }: LineQuota, nowMs: number): LimitState {
    this.dropEnded(guard, windowMs, nowMs);
    const lines = this.lines[guard];
    const { value: firstEndMs = nowMs } = lines.values().next();
    return lineState(lines.size, { most, windowMs }, firstEndMs - nowMs);
  }

  /** Checks only the lines that have ended, unless the clock was set back: then no line may count beyond the window. */
  private dropEnded(guard: LineGuard, windowMs: number, nowMs: number): void {
    const lines = this.lines[guard];
    if (nowMs < this.lookedAtMs[guard])
      for (const [name, endMs] of lines) lines.set(name, Math.min(endMs, nowMs + windowMs));
    this.lookedAtMs[guard] = nowMs;
    for (const [name, endMs] of lines) {
      if (endMs > nowMs) return;
      lines.delete(name);
    }
  }
}

/** The decision of a rate about the next request, when its bucket is full again at `fullAtMs`. */
export function rateState(quota: RateQuota, fullAtMs: number, nowMs: number): LimitState {
  const [interval, capacity] = [intervalMs(quota), capacityMs(quota)];
  // A clock that was set back must not block a caller for longer than an empty bucket does.
  const emptyMs = Math.min(Math.max(0, fullAtMs - nowMs), capacity);
  // Only whole requests count; a rounding error of the clock is not a request.
  const left = Math.floor((capacity - emptyMs) / interval + 1e-6);
  const nextMs = emptyMs === 0 ? 0 : emptyMs - (capacity - (left + 1) * interval);
  return {
    allowed: left >= 1,
    remaining: Math.max(0, left),
    nextMs: Math.min(Math.max(0, nextMs), interval),
  };
}

/** The decision of a limit of different lines about one more line, when `used` of them count. */
export function lineState(used: number, { most }: LineQuota, nextMs: number): LimitState {
  return { allowed: used < most, remaining: Math.max(0, most - used), nextMs };
}

/** Milliseconds after which one more request is allowed. */
export function intervalMs({ perSecond }: RateQuota): number {
  return 1000 / perSecond;
}

/** Milliseconds in which an empty bucket becomes full. */
function capacityMs(quota: RateQuota): number {
  return quota.burst * intervalMs(quota);
}
