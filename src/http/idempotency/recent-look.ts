import { setTimeout as pause } from 'node:timers/promises';

export interface LookTimes {
  /** A look begins no sooner than this after the one before, in milliseconds. */
  readonly everyMs: number;
  /** For so long somebody who asks waits for a look that is under way, in milliseconds. */
  readonly patienceMs: number;
  /** So old may what was seen be, in milliseconds. */
  readonly goodForMs: number;
}

/** What was seen of late by a look that costs too much to be had for every question. */
export class RecentLook<Seen> {
  private last: { readonly seen: Seen; readonly atMs: number } | null = null;
  private begunAtMs = -Infinity;
  private running: Promise<void> | null = null;

  constructor(
    private readonly look: () => Promise<Seen>,
    private readonly times: LookTimes,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Null when nothing is known: the last look failed, or what it saw is too old. Never rejects. */
  async seen(): Promise<Seen | null> {
    const { everyMs, patienceMs, goodForMs } = this.times;
    if (this.now() - this.begunAtMs >= everyMs) this.running ??= this.begin();
    if (this.running) await Promise.race([this.running, pause(patienceMs, undefined, { ref: false })]);
    return this.last && this.now() - this.last.atMs < goodForMs ? this.last.seen : null;
  }

  private async begin(): Promise<void> {
    const atMs = (this.begunAtMs = this.now());
    try {
      this.last = { seen: await this.look(), atMs };
    } catch {
      this.last = null;
    } finally {
      this.running = null;
    }
  }
}
