import { parse } from 'lossless-json';

/** JSON as Freebit writes it: a number is kept as its digits, so `100` and `"100"` read the same. */
export type WireValue = string | boolean | null | WireValue[] | WireObject;
export interface WireObject {
  readonly [name: string]: WireValue;
}

/** Far deeper than any paper, and far from a stack overflow. */
const MAX_DEPTH = 500;

/**
 * Parses an answer without losing a digit (an ICCID does not fit a JavaScript number). Throws on anything that is not
 * one JSON text, on contradicting duplicate names, and on nesting beyond 500 levels.
 */
export function parseWireJson(text: string): WireValue {
  const { quoted, members } = quoteNumbers(text);
  const value = JSON.parse(quoted) as WireValue;
  if (countMembers(value) === members) return value;
  // A name came twice, and `JSON.parse` has kept the last one. The slow parser throws if the two differ.
  return parse(text, null, { parseNumber: (digits) => digits }) as WireValue;
}

export function isWireObject(value: WireValue | undefined): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A number of the JSON grammar that ends where a value may end. */
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?=[\s,\]}]|$)/y;
const COLON = /\s*:/y;

/** The text with quotes around every number, and the number of members of its objects. One pass, linear. */
function quoteNumbers(text: string): { quoted: string; members: number } {
  let quoted = '';
  let copied = 0;
  let members = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (code === COLON_CODE) {
      members++;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (++depth > MAX_DEPTH) throw new SyntaxError('nested too deep');
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth--;
    } else if (code === MINUS || (code >= ZERO && code <= NINE)) {
      const end = endOfNumber(text, at);
      quoted += `${text.slice(copied, at)}"${text.slice(at, end)}"`;
      copied = end;
      at = end - 1;
    }
  }
  return { quoted: quoted + text.slice(copied), members };
}

const [QUOTE, BACKSLASH, COLON_CODE, MINUS, ZERO, NINE] = [0x22, 0x5c, 0x3a, 0x2d, 0x30, 0x39];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

/** The index of the closing quote of the string that begins at `start`; the end of the text if there is none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

/** Throws where quotes would turn invalid text into JSON: `01`, `1.`, or a number in place of a name. */
function endOfNumber(text: string, start: number): number {
  NUMBER.lastIndex = start;
  if (!NUMBER.test(text)) throw new SyntaxError('not a number');
  const end = NUMBER.lastIndex;
  COLON.lastIndex = end;
  if (COLON.test(text)) throw new SyntaxError('a number in place of a name');
  return end;
}

function countMembers(value: WireValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner: WireValue[] = Array.isArray(value) ? value : Object.values(value);
  let members = Array.isArray(value) ? 0 : inner.length;
  for (const one of inner) members += countMembers(one);
  return members;
}
