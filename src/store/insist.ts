import { setTimeout as pause } from 'node:timers/promises';
import type { Changed } from './records';
import { StoreUnavailableError } from './store';

/** How a change is repeated. */
export interface Insisting {
  /** Milliseconds between two tries. */
  readonly everyMs: number;
  /** Milliseconds after which it is not tried again; by default half a minute. */
  readonly forMs?: number;
  /** Whether the process stays alive for the next try. */
  readonly ref: boolean;
}

/** Repeats a change until it is made and confirmed, or its time is over. Rejects only for a bug. */
export async function insist(
  change: () => Promise<Changed<unknown>>,
  { everyMs, forMs = 30_000, ref }: Insisting,
): Promise<void> {
  const untilMs = performance.now() + forMs;
  for (;;) {
    try {
      if ((await change()).confirmed) return;
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
    }
    if (performance.now() > untilMs) return;
    await pause(everyMs, undefined, { ref });
  }
}
