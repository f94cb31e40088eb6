import type { RecordForm } from '../store/records';

/** The total of the quota additions of one caller on one day in Tokyo. */
export interface DailyAmount {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** MB of the attempts that Freebit has confirmed. */
  readonly appliedMb: number;
  /** MB of each attempt that is running, or whose outcome is unknown, by the name of the attempt. */
  readonly openMb: Readonly<Record<string, number>>;
}

/** One attempt of an addition. A second attempt of the same write has another name. */
export interface CountedAttempt {
  readonly name: string;
  readonly amountMb: number;
}

/** Longer than a day, so that a record outlives its day. */
const TTL_MS = 48 * 60 * 60 * 1000;

export const dailyAmountForm: RecordForm<DailyAmount> = {
  version: 1,
  isWhole: ({ day, appliedMb, openMb }) =>
    typeof day === 'string' && typeof appliedMb === 'number' && typeof openMb === 'object' && openMb !== null,
  ttlMs: () => TTL_MS,
};

/**
 * The amount that counts on a day: nothing if the record is of an earlier day. A record of a later day is kept, because
 * a clock that was set back must not start a day twice.
 */
export function amountOn(day: string, record: DailyAmount | null): DailyAmount {
  return record !== null && record.day >= day ? record : { day, appliedMb: 0, openMb: {} };
}

/** MB that count, those of unknown outcome included. */
export function usedMb({ appliedMb, openMb }: DailyAmount): number {
  return Object.values(openMb).reduce((sum, amountMb) => sum + amountMb, appliedMb);
}

/** The record with the attempt counted; unchanged if it counts already; null if the limit does not allow it. */
export function count(
  amount: DailyAmount,
  { name, amountMb }: CountedAttempt,
  limitMb: number,
): DailyAmount | null {
  if (Object.hasOwn(amount.openMb, name)) return amount;
  if (usedMb(amount) + amountMb > limitMb) return null;
  return { ...amount, openMb: { ...amount.openMb, [name]: amountMb } };
}

/** The record with the outcome of an attempt; null if the attempt does not count, so that nothing changes. */
export function settle(
  amount: DailyAmount | null,
  name: string,
  outcome: 'applied' | 'not_applied',
): DailyAmount | null {
  if (amount === null || !Object.hasOwn(amount.openMb, name)) return null;
  const { [name]: amountMb = 0, ...openMb } = amount.openMb;
  return { ...amount, openMb, appliedMb: amount.appliedMb + (outcome === 'applied' ? amountMb : 0) };
}
