import { isAboutNumbers, type LinePattern } from '../../config/line-pattern';
import type { Caller } from './caller';

/** A line as a path or a record names it. A number and a name that are spelled alike are not the same. */
export interface NamedLine {
  readonly kind: 'number' | 'name';
  readonly account: string;
}

/** The path parameters that name a line. */
const kinds: Readonly<Record<string, NamedLine['kind']>> = {
  msisdn: 'number',
  groupCode: 'name',
  account: 'name',
};
const INTERNATIONAL = /^\+81(\d{10}|200\d{10})$/;
const NATIONAL = /^0(\d{10}|200\d{10})$/;

/** The line that a path names, whether or not there is one; undefined when it names none. */
export function lineOfPath(params: unknown): NamedLine | undefined {
  if (typeof params !== 'object' || params === null) return undefined;
  for (const [name, value] of Object.entries(params)) {
    const kind = kinds[name];
    if (kind && typeof value === 'string') return { kind, account: canonical(kind, value) };
  }
  return undefined;
}

/** The line of a record, which is a number or the code of a group. */
export function lineOfRecord(account: string): NamedLine {
  return { kind: NATIONAL.test(account) ? 'number' : 'name', account };
}

/** A caller without a list may use every line. */
export function mayUse({ lines }: Pick<Caller, 'lines'>, line: NamedLine | undefined): boolean {
  if (lines === undefined) return true;
  return line !== undefined && lines.some((pattern) => covers(pattern, line));
}

function covers(pattern: LinePattern, { kind, account }: NamedLine): boolean {
  if (isAboutNumbers(pattern) !== (kind === 'number')) return false;
  return pattern.endsWith('*') ? account.startsWith(pattern.slice(0, -1)) : account === pattern;
}

function canonical(kind: NamedLine['kind'], text: string): string {
  return kind === 'number' ? text.replace(INTERNATIONAL, '0$1') : text;
}
