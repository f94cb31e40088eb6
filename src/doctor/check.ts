/** The result of one check. It never holds a value of Freebit's, nor a secret. */
export interface Check {
  readonly name: string;
  readonly result: 'ok' | 'warn' | 'fail';
  readonly text: string;
  /** What to set, or to do. */
  readonly hint?: string | undefined;
  /** Details, printed below it. */
  readonly details?: readonly string[] | undefined;
}

/** Receives every check as soon as it is made. */
export type Tell = (check: Check) => void;

export function ok(name: string, text: string, details?: readonly string[]): Check {
  return { name, result: 'ok', text, details };
}

export function warn(name: string, text: string, hint?: string, details?: readonly string[]): Check {
  return { name, result: 'warn', text, hint, details };
}

export function fail(name: string, text: string, hint?: string, details?: readonly string[]): Check {
  return { name, result: 'fail', text, hint, details };
}

/** The lines for an operator. */
export function linesOf({ name, result, text, hint, details = [] }: Check): string {
  const lines = [`${result.padEnd(4)}  ${name.padEnd(15)}  ${text}`];
  if (hint !== undefined) lines.push(`      ${''.padEnd(15)}  set: ${hint}`);
  return [...lines, ...details.map((detail) => `      ${detail}`)].join('\n');
}
