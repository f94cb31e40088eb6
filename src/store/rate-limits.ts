import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import type { RateCounterClient } from './redis/rate-counter-client';

/** How often something may happen: on average, and at once after a quiet time. */
export interface Rate {
  /** 0 for no limit. */
  readonly perSecond: number;
  readonly burst: number;
}

/** What became of one attempt, and what is left of the window that it fell into. */
export interface RateVerdict {
  /** Milliseconds until it may be tried again; null when it was allowed. */
  readonly refusedForMs: number | null;
  readonly quota: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  /** Milliseconds until the window ends. */
  readonly resetMs: number;
}

export interface RateLimitsOptions {
  /** Counts for all replicas; undefined where there is only this process. */
  readonly shared?: RateCounterClient;
  readonly keyPrefix: string;
  /** Among how many a limit is divided while nobody counts for all. */
  readonly replicas: number;
}

/** Rates over all replicas. While the shared store does not answer, each replica keeps to its own share. */
export class RateLimits {
  constructor(private readonly options: RateLimitsOptions) {}

  named(name: string, rate: Rate): RateLimit {
    if (rate.perSecond === 0) return new RateLimit(null, { quota: 0, windowSeconds: 0 });
    const window = windowOf(rate);
    return new RateLimit(this.limiter(name, window), window);
  }

  private limiter(name: string, { quota, windowSeconds: duration }: RateWindow): RateLimiterAbstract {
    const { shared, keyPrefix, replicas } = this.options;
    const prefix = `${keyPrefix}rate:${name}`;
    const share = Math.max(1, Math.floor(quota / replicas));
    const alone = new RateLimiterMemory({ keyPrefix: prefix, points: share, duration });
    if (shared === undefined) return alone;
    return new RateLimiterRedis({
      storeClient: shared,
      keyPrefix: prefix,
      points: quota,
      duration,
      insuranceLimiter: alone,
    });
  }
}

export interface RateWindow {
  readonly quota: number;
  readonly windowSeconds: number;
}

/**
 * A rate as so many in a window of whole seconds: never more than the rate on average, and never more than the burst in
 * one window, unless a single second allows more than the burst.
 */
export function windowOf({ perSecond, burst }: Rate): RateWindow {
  const windowSeconds = Math.max(1, Math.floor(burst / perSecond));
  return { quota: perSecond * windowSeconds, windowSeconds };
}

/** One rate, kept for each key by itself. */
export class RateLimit {
  constructor(
    private readonly limiter: RateLimiterAbstract | null,
    private readonly window: RateWindow,
  ) {}

  /** Null when there is no limit. Never rejects. */
  async take(key: string): Promise<RateVerdict | null> {
    if (this.limiter === null) return null;
    try {
      return this.toVerdict(await this.limiter.consume(key), true);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return this.toVerdict(refusal, false);
    }
  }

  private toVerdict({ remainingPoints, msBeforeNext }: RateLimiterRes, allowed: boolean): RateVerdict {
    const resetMs = Math.max(1, msBeforeNext);
    return {
      ...this.window,
      refusedForMs: allowed ? null : resetMs,
      remaining: Math.max(0, remainingPoints),
      resetMs,
    };
  }
}
