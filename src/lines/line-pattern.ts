import { NUMBER, type Line } from './line';

/**
 * Lines that a client may use: exactly one or, with `*` at the end, all with this prefix. A number in national form
 * matches SIMs, anything else matches share groups and master accounts.
 */
export type LinePattern = string;

const SIMS = new RegExp(String.raw`^0(?:${NUMBER}|\d{0,13}\*)$`);
const NAMES = /^(?![+\d*]+$)[\x21-\x29\x2b-\x7e]{1,255}\*?$/;

/** Whether the text is a valid pattern: one that can match a line and is not ambiguous. */
export function isLinePattern(text: string): boolean {
  return SIMS.test(text) || NAMES.test(text);
}

/** Whether the pattern allows the line. A number and a name that are spelled alike are not the same line. */
export function covers(pattern: LinePattern, { type, id }: Line): boolean {
  if (isAboutNumbers(pattern) !== (type === 'sim')) return false;
  return pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
}

/** Whether the pattern matches SIMs. */
export function isAboutNumbers(pattern: LinePattern): boolean {
  return SIMS.test(pattern);
}
