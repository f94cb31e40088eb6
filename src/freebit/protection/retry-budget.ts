/** Retries that are in hand before the first call has paid in anything. */
const RESERVE = 3;
/** However many calls went well, a fault begins with no more retries than these. */
const MOST = 10;

/**
 * Bounds retries by a share of the calls: each call pays in that share of a retry, each retry takes a whole one. When
 * everything fails, Freebit gets that share more and not twice as much.
 */
export class RetryBudget {
  private balance: number;

  /** With a `percent` of 0 there are no retries at all. */
  constructor(private readonly percent: number) {
    this.balance = percent === 0 ? 0 : RESERVE;
  }

  payIn(): void {
    this.balance = Math.min(MOST, this.balance + this.percent / 100);
  }

  /** Whether there was a retry left; it is spent now. */
  take(): boolean {
    // A tenth paid in ten times is a little less than one.
    if (this.balance < 1 - 1e-9) return false;
    this.balance -= 1;
    return true;
  }
}
