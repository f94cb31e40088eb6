import { randomUUID } from 'node:crypto';
import type { Pseudonyms } from '../../store/pseudonyms';
import { StoreUnavailableError, type Store } from '../../store/store';
import { RecordCell } from './record-cell';

/** Since when the store remembers. A new epoch means that everything before it was forgotten. */
export interface Epoch {
  readonly id: string;
  /** The store's clock when it was found empty. */
  readonly sinceMs: number;
  /** Whether a process was there to see that an earlier epoch was lost. */
  readonly replaced: boolean;
  /** Tells replicas with another secret that they would not find what the others have written. */
  readonly secretMark: string;
}

/** How far the clock of a caller may be ahead of the store's, in milliseconds. */
const CLOCK_SKEW_MS = 10_000;

/**
 * A key that was made before this moment may have been forgotten. Clocks are allowed for only where a loss was
 * witnessed: in a store that is new, nothing was forgotten, and the first keys are made at the same moment as it.
 */
export function vouchesSinceMs({ sinceMs, replaced }: Epoch): number {
  return replaced ? sinceMs + CLOCK_SKEW_MS : sinceMs;
}

export interface EpochListener {
  readonly onLost: () => void;
  /** The store was written under another secret. Told once. */
  readonly onForeign: () => void;
}

const ALARM_MS = 24 * 60 * 60 * 1000;

/**
 * Notices when the store was wiped or replaced, because then it cannot vouch for older keys; and when it was written
 * under another secret, because then neither its lines nor its answers can be found again.
 */
export class StoreEpoch {
  private lastSeen: Epoch | null = null;
  private foreignWasTold = false;
  private readonly secretMark: string;
  private readonly cell: RecordCell<Epoch>;

  constructor(
    store: Store,
    names: Pseudonyms,
    private readonly listener: EpochListener,
  ) {
    this.secretMark = names.of('store');
    this.cell = new RecordCell(store, 'epoch', { parse: parseEpoch, ttlMs: () => undefined });
  }

  /** The store's epoch now; begins one in a store that has none. Rejects when another secret began it. */
  async current(): Promise<Epoch> {
    const { next } = await this.cell.change((found, nowMs) => {
      const { secretMark } = this;
      const epoch = found ?? { id: randomUUID(), sinceMs: nowMs, replaced: false, secretMark };
      // A process that has just been started may have begun the new epoch, and knows of no older one.
      const replaced = epoch.replaced || (this.lastSeen !== null && this.lastSeen.id !== epoch.id);
      return { next: { ...epoch, replaced } };
    });
    if (next.secretMark !== this.secretMark) this.refuseForeign();
    if (this.lastSeen !== null && this.lastSeen.id !== next.id) this.listener.onLost();
    this.lastSeen = next;
    return next;
  }

  private refuseForeign(): never {
    if (!this.foreignWasTold) this.listener.onForeign();
    this.foreignWasTold = true;
    throw new StoreUnavailableError('The store was written under another secret');
  }

  /** Whether the store has lost its memory within the last 24 hours. */
  async lostRecently(): Promise<boolean> {
    await this.current();
    const { value, nowMs } = await this.cell.read();
    return value !== null && value.replaced && nowMs - value.sinceMs < ALARM_MS;
  }
}

function parseEpoch(text: string): Epoch | undefined {
  try {
    const value = JSON.parse(text) as Partial<Epoch> | null;
    const whole =
      typeof value?.id === 'string' &&
      typeof value.sinceMs === 'number' &&
      typeof value.secretMark === 'string';
    return whole ? (value as Epoch) : undefined;
  } catch {
    return undefined;
  }
}
