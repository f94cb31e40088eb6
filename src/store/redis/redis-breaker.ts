import { StoreUnavailableError } from '../store';
import { RedisTimeout } from './in-time';

/** So many timeouts within so many milliseconds open it, for so many milliseconds. */
const FAILURES = 3;
const WITHIN_MS = 2_000;
const OPEN_MS = 1_000;

/**
 * Makes a Redis that does not answer cost one timeout per second instead of one per request: after three within two
 * seconds it rejects at once, then lets one attempt through as a probe. Any other error is an answer.
 */
export class RedisBreaker {
  private failedAtMs: number[] = [];
  private openUntilMs: number | null = null;
  private probing = false;

  constructor(private readonly now: () => number = () => performance.now()) {}

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
      if (error instanceof RedisTimeout) this.fail(isProbe);
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
    this.failedAtMs = [...this.failedAtMs, nowMs].filter((atMs) => nowMs - atMs < WITHIN_MS).slice(-FAILURES);
    // Attempts that began before it opened may fail later; they must not keep it open.
    const opens = this.openUntilMs === null && this.failedAtMs.length >= FAILURES;
    if (opens || isProbe) this.openUntilMs = nowMs + OPEN_MS;
  }
}
