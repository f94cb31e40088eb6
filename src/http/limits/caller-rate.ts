import type { Rate, RateLimit, RateLimits, RateVerdict } from '../../store/rate-limits';
import type { Caller } from '../auth/caller';

/** The rate of each caller's requests, over all replicas. */
export class CallerRate {
  /** By requests a second: there are as many as callers have different rates. */
  private readonly limits = new Map<number, RateLimit>();

  constructor(
    private readonly rates: RateLimits,
    private readonly everybody: Rate,
    /** Told of each request that this process decides about by itself. */
    private readonly onAlone: () => void,
  ) {}

  /** Null when there is no limit. */
  take({ id, ratePerSecond = this.everybody.perSecond }: Caller): Promise<RateVerdict | null> {
    return this.limitOf(ratePerSecond).take(id);
  }

  private limitOf(perSecond: number): RateLimit {
    const known = this.limits.get(perSecond);
    if (known !== undefined) return known;
    // A rate of one's own has a burst in proportion.
    const burst =
      perSecond === this.everybody.perSecond ? this.everybody.burst : Math.max(1, Math.ceil(2 * perSecond));
    const limit = this.rates.named(`caller:${perSecond}`, { perSecond, burst }, this.onAlone);
    this.limits.set(perSecond, limit);
    return limit;
  }
}
