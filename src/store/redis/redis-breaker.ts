import { StoreUnavailableError } from '../store';

/** When to stop asking a store that does not answer, and for how long. */
export interface RedisBreakerOptions {
  readonly failures: number;
  readonly withinMs: number;
  readonly openMs: number;
  /** Which errors mean that there was no answer; any other error is an answer. */
  readonly isFailure: (error: unknown) => boolean;
  readonly now?: () => number;
}

/**
 * Makes a Redis that does not answer cost one timeout per `openMs` instead of one per request: after `failures` within
 * `withinMs` it rejects at once, then lets one attempt through as a probe.
 */
export class RedisBreaker {
  private failedAtMs: number[] = [];
  private openUntilMs: number | null = null;
  private probing = false;
  private readonly now: () => number;

  constructor(private readonly options: RedisBreakerOptions) {
    this.now = options.now ?? (() => performance.now());
  }

  /** Runs the attempt and passes on its result, or rejects with `StoreUnavailableError` without running it. */
  async run<T>(attempt: () => Promise<T>): Promise<T> {
    const isProbe = this.openUntilMs !== null;
    if (this.openUntilMs !== null && (this.probing || this.now() < this.openUntilMs)) {
      throw new StoreUnavailableError('Redis did not answer a moment ago');
    }
    this.probing ||= isProbe;
    try {
      const result = await attempt();
      this.close();
      return result;
    } catch (error) {
      if (this.options.isFailure(error)) this.fail(isProbe);
      else this.close();
      throw error;
    } finally {
      if (isProbe) this.probing = false;
    }
  }

  private close(): void {
    this.openUntilMs = null;
    this.failedAtMs = [];
  }

  private fail(isProbe: boolean): void {
    const nowMs = this.now();
    const { failures, withinMs, openMs } = this.options;
    this.failedAtMs = [...this.failedAtMs, nowMs].filter((atMs) => nowMs - atMs < withinMs).slice(-failures);
    // Attempts that began before it opened may fail later; they must not keep it open.
    const opens = this.openUntilMs === null && this.failedAtMs.length >= failures;
    if (opens || isProbe) this.openUntilMs = nowMs + openMs;
  }
}
