/**
 * Lines that a client may use: exactly one, or with `*` at the end all that begin so. A number, written in its
 * national form, is about SIMs; anything else about share groups and master accounts.
 */
export type LinePattern = string;

const NUMBER = /^0(?:\d{10}|200\d{10}|\d{0,13}\*)$/;
const NAME = /^(?![+\d*]+$)[\x21-\x29\x2b-\x7e]{1,255}\*?$/;

export function isLinePattern(text: string): boolean {
  return isAboutNumbers(text) || NAME.test(text);
}

/** Whether the pattern is about SIMs. */
export function isAboutNumbers(pattern: LinePattern): boolean {
  return NUMBER.test(pattern);
}
