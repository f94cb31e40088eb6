/** The result of one check. It never holds a value of Freebit's, nor a secret. */
export interface Check {
  readonly name: string;
  readonly result: 'ok' | 'warn' | 'fail';
  readonly text: string;
  /** What to set, or to do. */
  readonly hint?: string | undefined;
  /** Details, printed below it. */
  readonly details?: readonly string[];
}

/** Receives every check as soon as it is made. */
export type Tell = (check: Check) => void;

/** The lines for an operator. */
export function linesOf({ name, result, text, hint, details = [] }: Check): string {
  const lines = [`${result.padEnd(4)}  ${name.padEnd(15)}  ${text}`];
  if (hint !== undefined) lines.push(`      ${''.padEnd(15)}  set: ${hint}`);
  return [...lines, ...details.map((detail) => `      ${detail}`)].join('\n');
}
