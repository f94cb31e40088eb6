/** The moment by which a caller must have an answer, on this process's monotonic clock. */
export class Deadline {
  private constructor(
    private readonly endsAtMs: number,
    /** The milliseconds that it had at the start. */
    readonly totalMs: number,
  ) {}

  static in(ms: number): Deadline {
    return new Deadline(performance.now() + ms, ms);
  }

  get remainingMs(): number {
    return Math.max(0, Math.floor(this.endsAtMs - performance.now()));
  }

  /** Settles like the promise, or resolves with `onMissed()` if the deadline comes first. The promise goes on. */
  race<Value>(promise: Promise<Value>, onMissed: () => Value): Promise<Value> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => resolve(onMissed()), this.remainingMs);
      promise.then(resolve, reject).finally(() => clearTimeout(timer));
    });
  }
}
