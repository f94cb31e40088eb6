/** The moment by which a caller has to have an answer, on this process's monotonic clock. */
export class Deadline {
  private constructor(
    private readonly endsAtMs: number,
    /** The milliseconds that it gave in the beginning. */
    readonly totalMs: number,
  ) {}

  static in(ms: number): Deadline {
    return new Deadline(performance.now() + ms, ms);
  }

  get remainingMs(): number {
    return Math.max(0, Math.floor(this.endsAtMs - performance.now()));
  }

  /** Settles like the promise, or rejects when the deadline comes first; the promise itself goes on. */
  async race<Value>(promise: Promise<Value>, onMissed: () => Error): Promise<Value> {
    let timer: NodeJS.Timeout | undefined;
    const missed = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(onMissed()), this.remainingMs);
    });
    try {
      return await Promise.race([promise, missed]);
    } finally {
      clearTimeout(timer);
    }
  }
}
