import type { Caller } from '../access/caller';
import { ProblemError } from '../http/problems/problem-error';
import { EPOCH, readEpoch, type Epochs } from '../store/epochs';
import { insist } from '../store/insist';
import { changeRecords, put, readRecord, type Changed } from '../store/records';
import { StoreUnavailableError, type Store } from '../store/store';
import type { CallerNames } from './caller-names';
import { tokyoDay } from './day-in-tokyo';
import {
  amountOn,
  count,
  dailyAmountForm,
  settle,
  usedMb,
  type CountedAttempt,
  type DailyAmount,
} from './money-record';

/** What a caller may still add on a day in Tokyo. */
export interface DailyStanding {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly remainingMb: number;
  /** Whether the store has lost the count of this day, so that nothing more may be added. */
  readonly isLost: boolean;
}

/** How an outcome is recorded while the store, or a replica of it, is away. An outcome that is not recorded still counts. */
const PATIENTLY = { everyMs: 500, ref: false };

/** Where the record of a caller is stored. */
interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** The input of a change: the record as it counts today, and the epoch of its bucket. */
interface SeenAmount {
  readonly amount: DailyAmount;
  readonly today: string;
  readonly epochText: string | null;
}

/**
 * Limits how much data each caller may add on a day in Tokyo, over all replicas (`dailyAmountMb`). An attempt counts
 * from before it is sent until there is proof that it applied nothing. So unknown outcomes count, and so do attempts of
 * a process that was killed. All replicas of the store confirm the count before anything is sent, and a day on which
 * the store lost its data counts as used up.
 */
export class MoneyLimits {
  /** The records as this process last wrote them, used as expected texts to save a read. */
  private readonly texts = new Map<string, string>();
  /** The last change of each record by this process: its own changes run one after the other. */
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly store: Store,
    private readonly epochs: Epochs,
    private readonly names: CallerNames,
  ) {}

  /**
   * Counts an attempt; null if it may be sent, else the problem `WRITE_NOT_ALLOWED`. Rejects with
   * `StoreUnavailableError` if it could not be counted, so that nothing may be sent.
   */
  async take({ id, dailyAmountMb }: Caller, attempt: CountedAttempt): Promise<ProblemError | null> {
    if (dailyAmountMb === undefined) return null;
    const place = this.placeOf(id);
    try {
      const standing = await this.inTurn(place, () => this.count(place, attempt, dailyAmountMb));
      return standing && dayIsFull(standing, dailyAmountMb);
    } catch (error) {
      // A count that was not confirmed in time may still have been made.
      void this.settle(id, attempt.name, 'not_applied');
      throw error;
    }
  }

  /** Records the outcome of an attempt, if it counts. Never rejects. */
  async settle(callerId: string, attempt: string, outcome: 'applied' | 'not_applied'): Promise<void> {
    const place = this.placeOf(callerId);
    const note = () => this.inTurn(place, () => this.note(place, attempt, outcome));
    await insist(note, PATIENTLY).catch(() => undefined);
  }

  /** What is left of `dailyAmountMb`; null without that limit. Rejects with `StoreUnavailableError`. */
  async standing({ id, dailyAmountMb }: Caller): Promise<DailyStanding | null> {
    if (dailyAmountMb === undefined) return null;
    const { bucket, key } = this.placeOf(id);
    const { texts, nowMs } = await this.store.read(bucket, [key, EPOCH]);
    return standingOf(seen(texts, nowMs), dailyAmountMb);
  }

  /** Null if the attempt counts on all replicas of the store, else what is left. */
  private async count(place: Place, attempt: CountedAttempt, limitMb: number): Promise<DailyStanding | null> {
    if (this.epochs.textOf(place.bucket) === undefined) await this.epochs.look();
    const { result, confirmed } = await this.change<DailyStanding | 'no_epoch' | null>(place, (record) => {
      if (record.epochText === null) return { next: null, result: 'no_epoch' };
      const standing = standingOf(record, limitMb);
      const counted = standing.isLost ? null : count(record.amount, attempt, limitMb);
      return { next: counted, result: counted ? null : standing };
    });
    if (result === 'no_epoch') await this.epochs.look();
    if (result === 'no_epoch' || !confirmed)
      throw new StoreUnavailableError('The amount was not counted on all replicas of the store');
    return result;
  }

  private note(place: Place, attempt: string, outcome: 'applied' | 'not_applied'): Promise<Changed<null>> {
    return this.change(place, ({ amount }) => ({ next: settle(amount, attempt, outcome), result: null }));
  }

  private change<Result>(
    { bucket, key }: Place,
    decide: (record: SeenAmount) => { readonly next: DailyAmount | null; readonly result: Result },
  ): Promise<Changed<Result>> {
    const guess = this.texts.get(key);
    return changeRecords(this.store, {
      bucket,
      keys: [key, EPOCH],
      confirm: true,
      ...(guess !== undefined && { guess: [guess, this.epochs.textOf(bucket) ?? null] }),
      decide: (texts, nowMs) => {
        const { next, result } = decide(seen(texts, nowMs));
        if (next === null) return { changes: [], result };
        const change = put(key, next, dailyAmountForm);
        if (change.next) this.texts.set(key, change.next);
        return { changes: [change], result };
      },
    });
  }

  private placeOf(callerId: string): Place {
    const { bucket, pseudonym } = this.names.of(callerId);
    return { bucket: String(bucket), key: `money:${pseudonym}` };
  }

  private inTurn<Result>({ key }: Place, change: () => Promise<Result>): Promise<Result> {
    const turn = (this.turns.get(key) ?? Promise.resolve()).then(change);
    const ended: Promise<unknown> = turn
      .catch(() => undefined)
      .finally(() => this.turns.get(key) === ended && this.turns.delete(key));
    this.turns.set(key, ended);
    return turn;
  }
}

function seen([text = null, epochText = null]: readonly (string | null)[], nowMs: number): SeenAmount {
  const today = tokyoDay(new Date(nowMs));
  return { amount: amountOn(today, readRecord(text, dailyAmountForm)), today, epochText };
}

function standingOf({ amount, today, epochText }: SeenAmount, limitMb: number): DailyStanding {
  const epoch = readEpoch(epochText);
  const isLost = epoch?.replaced === true && tokyoDay(new Date(epoch.sinceMs)) >= today;
  return { day: amount.day, remainingMb: isLost ? 0 : Math.max(0, limitMb - usedMb(amount)), isLost };
}

function dayIsFull({ day, remainingMb, isLost }: DailyStanding, limitMb: number): ProblemError {
  const message = isLost
    ? `This caller may add ${limitMb} MB a day, and the store has lost how much it added on ${day} (Asia/Tokyo).`
    : `This caller may add ${limitMb} MB a day: ${remainingMb} MB are left of ${day} (Asia/Tokyo).`;
  return new ProblemError('WRITE_NOT_ALLOWED', {
    outcome: 'not_applied',
    errors: [{ pointer: '#/amountMb', code: 'daily_amount_limit', message }],
  });
}
