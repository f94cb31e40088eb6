import { randomUUID } from 'node:crypto';
import type { Store } from '../../store/store';
import { RecordCell } from './record-cell';

/** Since when the store remembers. A new epoch means that everything before it was forgotten. */
export interface Epoch {
  readonly id: string;
  /** The store's clock when it was found empty. */
  readonly sinceMs: number;
  /** Whether a process was there to see that an earlier epoch was lost. */
  readonly replaced: boolean;
}

const ALARM_MS = 24 * 60 * 60 * 1000;

/** Notices when the store was wiped or replaced, because then it cannot vouch for older keys. */
export class StoreEpoch {
  private lastSeen: Epoch | null = null;
  private readonly cell: RecordCell<Epoch>;

  constructor(
    store: Store,
    private readonly onLost: () => void,
  ) {
    this.cell = new RecordCell(store, 'epoch', { parse: parseEpoch, ttlMs: () => undefined });
  }

  /** The store's epoch now; begins one in a store that has none. */
  async current(): Promise<Epoch> {
    const { next } = await this.cell.change((found, nowMs) => {
      const epoch = found ?? { id: randomUUID(), sinceMs: nowMs, replaced: false };
      // A process that has just been started may have begun the new epoch, and knows of no older one.
      const replaced = epoch.replaced || (this.lastSeen !== null && this.lastSeen.id !== epoch.id);
      return { next: { ...epoch, replaced } };
    });
    if (this.lastSeen !== null && this.lastSeen.id !== next.id) this.onLost();
    this.lastSeen = next;
    return next;
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
    return typeof value?.id === 'string' && typeof value.sinceMs === 'number' ? (value as Epoch) : undefined;
  } catch {
    return undefined;
  }
}
