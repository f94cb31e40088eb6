import { isDay } from '../state/clock';

/** Text of a parameter: a string, or a JSON number as its digits; null for anything else. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

const matches =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    pattern.test(textOf(value) ?? '');

/** `0` + 10 digits, or the 14 digits of an M2M line. */
export const isMsisdn = matches(/^(0\d{10}|0200\d{10})$/);
export const isGroupCode = matches(/^[A-Za-z0-9]{1,16}_\d{1,20}$/);
export const isMasterAccount = matches(/^[\x21-\x7e]{1,256}$/);
export const isAuthKey = matches(/^[A-Za-z0-9]{1,256}$/);
export const isPlanCode = matches(/^[A-Za-z0-9_-]{1,32}$/);
export const isQuotaCode = matches(/^[\x21-\x7e]{1,512}$/);
export const isVersion = matches(/^[A-Za-z0-9]{1,16}$/);
export const isDisplayPass = matches(/^(10|20)$/);

/** Whole megabytes from 1 to 512000, as digits or as a number. */
export const isQuota = (value: unknown): boolean => {
  const text = textOf(value) ?? '';
  return /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= 512_000;
};

/** A day of the calendar as YYYYMMDD. */
export const isCompactDay = (value: unknown): boolean => {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(textOf(value) ?? '') ?? [];
  return isDay(`${year}-${month}-${day}`);
};

/** Whether an optional parameter is absent or valid. */
export const absentOr = (value: unknown, isRight: (value: unknown) => boolean): boolean =>
  value === undefined || isRight(value);
