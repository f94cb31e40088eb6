import { visit } from 'jsonc-parser';
import { type ProblemDetail, ProblemError } from '../problems/problem-error';
import { jsonPointer } from './json-pointer';

/** Deeper than any request of this API, so that a JSON pointer is never long. */
const DEEPEST = 32;
/** More names and values, lists and objects included, than any request has, to limit the work per body. */
const MOST_VALUES = 512;
/** A body can hold hundreds of equal faults; the first ones are enough. */
const MOST_ERRORS = 50;

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The value of a JSON body. Throws VALIDATION_FAILED with the position of each fault. A byte order mark is ignored. An
 * empty body gives undefined; the route decides whether that is allowed. The work is linear in the bytes.
 */
export function readJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  const text = decode(bytes);
  expectBounded(text);
  const value = parse(text);
  const errors = inspect(text);
  if (errors.length > 0) throw new ProblemError('VALIDATION_FAILED', { errors });
  return value;
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw malformed('invalid_encoding', 'The body is not valid UTF-8.');
  }
}

/** Refuses bodies that are nested too deeply or have too many values, before they are parsed. */
function expectBounded(text: string): void {
  let [depth, values] = [0, 1];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === ',' || char === ':') values++;
    else if (char === '}' || char === ']') depth--;
    else if (char === '{' || char === '[') {
      depth++;
      values++;
    }
    if (depth > DEEPEST)
      throw malformed('nested_too_deeply', `The body is nested more than ${DEEPEST} levels deep.`);
    if (values > MOST_VALUES) throw malformed('too_many_values', 'The body has too many values.');
  }
}

/** The index of the closing quote of the string that begins at an index; the end of the text if there is none. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The message of JSON.parse repeats a part of the body, so it is not passed on.
    const position = malformedAt(text);
    const where = position ? ` at line ${position.line}, column ${position.column}` : '';
    throw malformed('malformed_json', `The body is not valid JSON${where}.`);
  }
}

/** Where a text stops being JSON, as line and column from 1; undefined if that is unknown. */
function malformedAt(text: string): { line: number; column: number } | undefined {
  let first: { line: number; column: number } | undefined;
  // eslint-disable-next-line no-restricted-syntax -- the library decides what it passes
  const onError = (_error: number, _offset: number, _length: number, line: number, column: number) => {
    first ??= { line: line + 1, column: column + 1 };
  };
  visit(text, { onError }, STRICT);
  return first;
}

/** What `JSON.parse` accepts silently: duplicate names, names of prototypes, numbers that lose digits. */
function inspect(text: string): ProblemDetail[] {
  const found: ProblemDetail[] = [];
  const add = (path: () => Path, fault: Fault) => {
    if (found.length < MOST_ERRORS) found.push({ pointer: jsonPointer(path()), ...fault });
  };
  const namesOfOpenObjects: Set<string>[] = [];
  visit(
    text,
    {
      onObjectBegin: () => void namesOfOpenObjects.push(new Set()),
      onObjectEnd: () => void namesOfOpenObjects.pop(),
      // eslint-disable-next-line no-restricted-syntax -- the library decides what it passes
      onObjectProperty: (name, _offset, _length, _line, _column, path) => {
        const names = namesOfOpenObjects.at(-1);
        if (names?.has(name)) add(() => [...path(), name], DUPLICATE);
        else if (name in Object.prototype) add(() => [...path(), name], UNKNOWN);
        names?.add(name);
      },
      // eslint-disable-next-line no-restricted-syntax -- as above
      onLiteralValue: (value, offset, length, _line, _column, path) => {
        if (typeof value === 'number' && !isExact(text.slice(offset, offset + length))) add(path, INEXACT);
      },
    },
    STRICT,
  );
  return found;
}

type Path = (string | number)[];
type Fault = Pick<ProblemDetail, 'code' | 'message'>;

const DUPLICATE: Fault = {
  code: 'duplicate_property',
  message: 'This property is given more than once.',
};
/** Names like `__proto__` and `constructor` are properties of no request. */
const UNKNOWN: Fault = { code: 'unknown_property', message: 'This property is not known here.' };
const INEXACT: Fault = {
  code: 'inexact_number',
  message: 'This number has more digits than a JSON number can hold exactly.',
};

/**
 * Whether a JSON number keeps its value as a JavaScript number. `1.0`, `1e2` and `-0` do; `9007199254740993` and
 * `1e400` do not.
 */
export function isExact(literal: string): boolean {
  const value = Number(literal);
  return Number.isFinite(value) && significantDigits(literal) === significantDigits(String(value));
}

/** The digits between the first and the last that is not 0. */
function significantDigits(literal: string): string {
  const end = literal.search(/e/i);
  const digits = (end < 0 ? literal : literal.slice(0, end)).replace(/[-.]/g, '');
  let [from, to] = [0, digits.length];
  while (digits[from] === '0') from++;
  while (to > from && digits[to - 1] === '0') to--;
  return digits.slice(from, to);
}

function malformed(code: string, message: string): ProblemError {
  return new ProblemError('VALIDATION_FAILED', { errors: [{ pointer: '#', code, message }] });
}
