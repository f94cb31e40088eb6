import type { StoreEpoch } from './store-epoch';

/** How long the store is taken to be ours after it was, in milliseconds. */
const RECENT_MS = 1_000;

/**
 * Whether the store remembers what this process would look for. Readers need to know each time, so it is asked once a
 * second for all of them, and where something is missing.
 */
export class OwnMemory {
  private oursAtMs = -Infinity;
  private asking: Promise<void> | null = null;

  constructor(private readonly epoch: Pick<StoreEpoch, 'current'>) {}

  /** Rejects with `StoreUnavailableError` when the store was written under another secret, or does not answer. */
  async expectRecently(): Promise<void> {
    if (performance.now() - this.oursAtMs >= RECENT_MS) await this.expectNow();
  }

  /** The same, asked anew; once for all who ask at the same time. */
  async expectNow(): Promise<void> {
    this.asking ??= this.ask().finally(() => (this.asking = null));
    await this.asking;
  }

  private async ask(): Promise<void> {
    const askedAtMs = performance.now();
    this.oursAtMs = -Infinity;
    await this.epoch.current();
    this.oursAtMs = askedAtMs;
  }
}
