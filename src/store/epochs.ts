import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { put, readRecord, type RecordForm } from './records';
import { StoreUnavailableError, type Store } from './store';

/**
 * The epoch of a bucket: the period in which it has lost no data. A new epoch means that everything before it was lost.
 */
export interface Epoch {
  readonly id: string;
  /** The store's clock when the epoch began. */
  readonly sinceMs: number;
  /** Whether the bucket has lost data before this epoch. */
  readonly replaced: boolean;
  /** Identifies the secret with which the store was written: records cannot be found or decrypted with another one. */
  readonly secretMark: string;
}

export const EPOCH = 'epoch';

const epochForm: RecordForm<Epoch> = {
  version: 1,
  isWhole: ({ id, sinceMs, secretMark }) =>
    typeof id === 'string' && typeof sinceMs === 'number' && typeof secretMark === 'string',
  ttlMs: () => undefined,
};

/** Number of buckets over which lines are distributed. */
export const BUCKETS = Array.from({ length: 256 }, (_, at) => String(at));

/** Records that a contract uses this store, and when the store last lost data. */
interface Meeting {
  /** False while the epochs of a new store are being written. */
  readonly complete: boolean;
  readonly lostAtMs: number | null;
}

const MEETING_BUCKET = 'meeting';
const MEETING = 'meeting';

const meetingForm: RecordForm<Meeting> = {
  version: 1,
  isWhole: ({ complete }) => typeof complete === 'boolean',
  ttlMs: () => undefined,
};

export interface EpochListener {
  /** A store, or a shard of it, has lost or rolled back this number of buckets. */
  readonly onLost: (buckets: number) => void;
  /** The store was written with another secret. Reported once. */
  readonly onForeign: () => void;
}

/** How long a loss keeps the gateway `degraded`, in milliseconds. */
const ALARM_MS = 24 * 60 * 60 * 1000;

/**
 * The epochs of all buckets. They are written when a contract first uses a store. A missing epoch later means that this
 * part of the store has lost its data, so that earlier writes on its lines are unknown.
 */
export class Epochs {
  /** The last seen text of each epoch. */
  private readonly texts = new Map<string, string>();
  /** Buckets whose earlier epoch this process has seen, and whose new epoch does not mention a loss. */
  private readonly unwitnessed = new Set<string>();
  private met = false;
  private foreign = false;
  private looking: Promise<void> | null = null;
  private lostAtMs: number | null = null;
  private readonly bornAtMs = performance.now();

  constructor(
    private readonly store: Store,
    private readonly secretMark: string,
    private readonly listener: EpochListener,
    private readonly buckets: readonly string[] = BUCKETS,
  ) {}

  /** The last seen epoch of a bucket; undefined before the store was read. */
  textOf(bucket: string): string | undefined {
    return this.texts.get(bucket);
  }

  /** Whether the store was written with another secret. */
  get isForeign(): boolean {
    return this.foreign;
  }

  /** Whether a part of the store has lost its data within the last 24 hours, as of the last check. */
  lostRecently(): boolean {
    const nowMs = this.store.nowMs();
    return this.lostAtMs !== null && nowMs !== null && nowMs - this.lostAtMs < ALARM_MS;
  }

  /**
   * Reads every epoch and writes the missing ones; concurrent calls share one check. Call it when the store comes back,
   * and when a record operation found no epoch. Rejects with `StoreUnavailableError`, also if the store was written
   * with another secret.
   */
  async look(): Promise<void> {
    this.looking ??= this.lookAtAll().finally(() => (this.looking = null));
    await this.looking;
    if (this.foreign) throw new StoreUnavailableError('The store was written with another secret', 'FOREIGN');
  }

  /** Starts new epochs in buckets that were rolled back to an earlier state. */
  async replaceAll(buckets: readonly string[]): Promise<void> {
    await Promise.all(buckets.map((bucket) => this.write(bucket, this.texts.get(bucket) ?? null, true)));
    for (const bucket of buckets) this.unwitnessed.delete(bucket);
    await this.noteLoss(buckets.length);
  }

  private async lookAtAll(): Promise<void> {
    const [meeting, ...epochs] = await Promise.all([
      this.store.read(MEETING_BUCKET, [MEETING]),
      ...this.buckets.map((bucket) => this.store.read(bucket, [EPOCH])),
    ]);
    const before = readRecord(meeting.texts[0] ?? null, meetingForm);
    const missing = this.buckets.filter((bucket, at) => !this.see(bucket, epochs[at]?.texts[0] ?? null));
    const known = this.met || this.wasMet(before, missing);
    await this.begin(missing, known);
    this.lostAtMs = before?.lostAtMs ?? null;
    if (this.unwitnessed.size > 0) await this.replaceAll([...this.unwitnessed]);
    if (missing.length > 0 && known) await this.noteLoss(missing.length);
    else if (before?.complete !== true) await this.writeMeeting({ complete: true, lostAtMs: this.lostAtMs });
    this.met = true;
  }

  /** Whether a process has used this store before, so that a missing epoch means a loss. */
  private wasMet(before: Meeting | null, missing: readonly string[]): boolean {
    return before === null ? missing.length < this.buckets.length : before.complete;
  }

  private async begin(missing: readonly string[], replaced: boolean): Promise<void> {
    if (missing.length > 0 && !replaced) await this.writeMeeting({ complete: false, lostAtMs: null });
    await Promise.all(missing.map((bucket) => this.write(bucket, null, replaced)));
  }

  /** Whether a bucket has a new epoch that does not mention a loss: it has to be checked before a new write. */
  isUnwitnessed(bucket: string): boolean {
    return this.unwitnessed.has(bucket);
  }

  /** Remembers the text of an epoch; false if there is none. */
  see(bucket: string, text: string | null): boolean {
    if (text === null) return false;
    const before = this.texts.get(bucket);
    if (before === text) return true;
    const epoch = readEpoch(text);
    if (epoch !== null && epoch.secretMark !== this.secretMark) this.noteForeign();
    this.texts.set(bucket, text);
    // Another process that has just started may have written this epoch without knowing of an earlier one.
    if (before !== undefined && epoch?.replaced === false) this.unwitnessed.add(bucket);
    return true;
  }

  /** The epoch of a new store begins at the start of this process: no write can have been sent through it before. */
  private async write(bucket: string, expected: string | null, replaced: boolean): Promise<void> {
    const nowMs = this.store.nowMs() ?? 0;
    const sinceMs = replaced ? nowMs : nowMs - Math.ceil(performance.now() - this.bornAtMs);
    const epoch = { id: randomUUID(), sinceMs, replaced, secretMark: this.secretMark };
    const next = put(EPOCH, epoch, epochForm);
    const { done, texts } = await this.store.commit(bucket, [{ ...next, expected }]);
    this.see(bucket, done ? next.next : (texts[0] ?? null));
  }

  private async noteLoss(buckets: number): Promise<void> {
    this.lostAtMs = this.store.nowMs();
    this.listener.onLost(buckets);
    await this.writeMeeting({ complete: true, lostAtMs: this.lostAtMs });
  }

  private async writeMeeting(meeting: Meeting): Promise<void> {
    const { texts } = await this.store.read(MEETING_BUCKET, [MEETING]);
    await this.store.commit(MEETING_BUCKET, [
      { ...put(MEETING, meeting, meetingForm), expected: texts[0] ?? null },
    ]);
  }

  private noteForeign(): void {
    if (!this.foreign) this.listener.onForeign();
    this.foreign = true;
  }
}

/** The largest assumed difference between the clocks of callers and the store's, in milliseconds. */
export const CLOCK_SKEW_MS = 60_000;

/**
 * The record of a key made before this moment of the store's clock may be lost. The difference of clocks is added only
 * after a loss: a new store has lost nothing.
 */
export function vouchesSinceMs({ sinceMs, replaced }: Epoch): number {
  return replaced ? sinceMs + CLOCK_SKEW_MS : sinceMs;
}

/** The epochs in the texts that were read last: each is read again with every request on its bucket. */
const epochsOfTexts = new LRUCache<string, Epoch>({ max: 2 * BUCKETS.length });

/** The epoch in a text; null for none. */
export function readEpoch(text: string | null): Epoch | null {
  if (text === null) return null;
  const known = epochsOfTexts.get(text);
  if (known) return known;
  const epoch = readRecord(text, epochForm);
  if (epoch) epochsOfTexts.set(text, epoch);
  return epoch;
}
