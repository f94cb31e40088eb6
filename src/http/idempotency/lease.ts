/** Longer than any lease that is ever given, so that a clock that was set back does not make one last for ever. */
const LONGEST_LEASE_MS = 10 * 60_000;

/** Whether a lease that ends at one moment of the store's clock holds at another. */
export function leaseHolds(untilMs: number, nowMs: number): boolean {
  return untilMs > nowMs && untilMs <= nowMs + LONGEST_LEASE_MS;
}
