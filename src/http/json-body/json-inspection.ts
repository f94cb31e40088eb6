import { visit } from 'jsonc-parser';
import { type ProblemDetail } from '../problems/problem-error';
import { isExact } from './exact-number';
import { jsonPointer } from './json-pointer';

const strict = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };

/** What `JSON.parse` would pass over in silence: names given twice, names of prototypes, numbers that lose digits. */
export function inspectJson(text: string): ProblemDetail[] {
  const found: ProblemDetail[] = [];
  const namesOfOpenObjects: Set<string>[] = [];
  visit(
    text,
    {
      onObjectBegin: () => void namesOfOpenObjects.push(new Set()),
      onObjectEnd: () => void namesOfOpenObjects.pop(),
      // eslint-disable-next-line max-params -- the library decides what it passes
      onObjectProperty: (name, _offset, _length, _line, _column, path) => {
        const names = namesOfOpenObjects.at(-1);
        if (names?.has(name)) found.push(duplicate([...path(), name]));
        else if (name in Object.prototype) found.push(unknown([...path(), name]));
        names?.add(name);
      },
      // eslint-disable-next-line max-params -- as above
      onLiteralValue: (value, offset, length, _line, _column, path) => {
        if (typeof value === 'number' && !isExact(text.slice(offset, offset + length)))
          found.push(inexact(path()));
      },
    },
    strict,
  );
  return found;
}

/** Where a text stops being JSON, as a line and a column that begin with 1; undefined when that cannot be told. */
export function malformedAt(text: string): { line: number; column: number } | undefined {
  let first: { line: number; column: number } | undefined;
  // eslint-disable-next-line max-params -- as above
  const onError = (_error: number, _offset: number, _length: number, line: number, column: number) => {
    first ??= { line: line + 1, column: column + 1 };
  };
  visit(text, { onError }, strict);
  return first;
}

type Path = (string | number)[];

function duplicate(path: Path): ProblemDetail {
  return {
    pointer: jsonPointer(path),
    code: 'duplicate_property',
    message: 'This property is given more than once.',
  };
}

/** Names like `__proto__` and `constructor` are properties of no request. */
function unknown(path: Path): ProblemDetail {
  return {
    pointer: jsonPointer(path),
    code: 'unknown_property',
    message: 'This property is not known here.',
  };
}

function inexact(path: Path): ProblemDetail {
  const message = 'This number has more digits than a JSON number can hold exactly.';
  return { pointer: jsonPointer(path), code: 'inexact_number', message };
}
