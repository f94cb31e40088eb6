import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type IRateLimiterOptions,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import type { RateCounterClient } from './redis/rate-counter-client';

/** How often something may happen: on average, and at once after an idle time. */
export interface Rate {
  /** 0 for no limit. */
  readonly perSecond: number;
  readonly burst: number;
}

/** The result of one attempt. */
export interface RateVerdict {
  /** Milliseconds until the next attempt may succeed; null if it was allowed. */
  readonly refusedForMs: number | null;
  readonly remaining: number;
  /** Milliseconds until the window ends. */
  readonly resetMs: number;
}

export interface RateLimitsOptions {
  /** Counts for all replicas; undefined if there is only this process. */
  readonly shared?: RateCounterClient;
  readonly keyPrefix: string;
  /** The number of replicas among which a limit is divided while the store does not answer. */
  readonly replicas: number;
}

/** Rates over all replicas. While the shared store does not answer, each replica keeps to its own share. */
export class RateLimits {
  constructor(private readonly options: RateLimitsOptions) {}

  /** `onAlone` is called for each request that this process decides alone because the store does not answer. */
  named(name: string, rate: Rate, onAlone: () => void = () => undefined): RateLimit {
    return new RateLimit(rate.perSecond === 0 ? null : this.limiter(name, rate, onAlone));
  }

  private limiter(name: string, rate: Rate, onAlone: () => void): RateLimiterAbstract {
    const { quota, windowSeconds: duration } = windowOf(rate);
    const { shared, keyPrefix, replicas } = this.options;
    const prefix = `${keyPrefix}rate:${name}`;
    const share = Math.max(1, Math.floor(quota / replicas));
    const local = { keyPrefix: prefix, points: share, duration };
    if (shared === undefined) return new RateLimiterMemory(local);
    return new RateLimiterRedis({
      storeClient: shared,
      keyPrefix: prefix,
      points: quota,
      duration,
      insuranceLimiter: new LocalShare(local, onAlone),
    });
  }
}

/** The limit of this process while the store does not answer. */
class LocalShare extends RateLimiterMemory {
  constructor(
    options: IRateLimiterOptions,
    private readonly onConsume: () => void,
  ) {
    super(options);
  }

  override consume(...attempt: Parameters<RateLimiterMemory['consume']>): Promise<RateLimiterRes> {
    this.onConsume();
    return super.consume(...attempt);
  }
}

/**
 * A rate as a number per window of whole seconds: never more than the rate on average, and never more than the burst in
 * one window, unless a single second allows more than the burst.
 */
export function windowOf({ perSecond, burst }: Rate) {
  const windowSeconds = Math.max(1, Math.floor(burst / perSecond));
  return { quota: perSecond * windowSeconds, windowSeconds };
}

/** One rate, counted for each key separately. */
export class RateLimit {
  constructor(private readonly limiter: RateLimiterAbstract | null) {}

  /** Null if there is no limit. Never rejects. */
  async take(key: string): Promise<RateVerdict | null> {
    if (this.limiter === null) return null;
    try {
      return toVerdict(await this.limiter.consume(key), true);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return toVerdict(refusal, false);
    }
  }
}

function toVerdict({ remainingPoints, msBeforeNext }: RateLimiterRes, allowed: boolean): RateVerdict {
  const resetMs = Math.max(1, msBeforeNext);
  return { refusedForMs: allowed ? null : resetMs, remaining: Math.max(0, remainingPoints), resetMs };
}
