/** Retries in the budget before the first call. */
const RESERVE = 3;
/** The most retries in the budget, however many calls succeeded. */
const MOST = 10;

/**
 * Limits retries to a share of the calls: each call pays that share of a retry into the budget, each retry takes one
 * out. When everything fails, Freebit gets that share of additional calls and not twice as many.
 */
export class RetryBudget {
  private balance: number;

  /** A `percent` of 0 disables retries. */
  constructor(private readonly percent: number) {
    this.balance = percent === 0 ? 0 : RESERVE;
  }

  payIn(): void {
    this.balance = Math.min(MOST, this.balance + this.percent / 100);
  }

  /** Whether a retry was available; it is spent now. */
  take(): boolean {
    // Ten times a tenth is a little less than one in floating point.
    if (this.balance < 1 - 1e-9) return false;
    this.balance -= 1;
    return true;
  }
}
