import fc from 'fast-check';
import { ProblemError } from '../problems/problem-error';
import { isExact, readJson } from './read-json';

describe('reading a JSON body', () => {
  it('returns the same as JSON.parse, or refuses the body', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        try {
          expect(readJson(Buffer.from(text))).toEqual(JSON.parse(text));
        } catch (error) {
          expect(pointersOf(error).length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('points at every error, in nested arrays and objects too', () => {
    const text = '{"a":[{"b":1,"b":2},1e999],"c":{"__proto__":1}}';

    expect(pointersOf(thrownBy(text))).toEqual(['#/a/0/b', '#/a/1', '#/c/__proto__']);
  });

  it.each([
    ['arrays', '['.repeat(8_192) + ']'.repeat(8_192), '# nested_too_deeply'],
    ['arrays that never end', '['.repeat(16_384), '# nested_too_deeply'],
    ['objects', '{"a":'.repeat(3_000), '# nested_too_deeply'],
    ['values', `[${'1,'.repeat(8_000)}1]`, '# too_many_values'],
    ['lists', `[${`${'['.repeat(15)}${']'.repeat(15)},`.repeat(500)}1]`, '# too_many_values'],
    ['brackets in a text', `{"a":"${'['.repeat(16_000)}"}`, 'read'],
    ['32 levels', `${'['.repeat(32)}${']'.repeat(32)}`, 'read'],
    ['33 levels', `${'['.repeat(33)}${']'.repeat(33)}`, '# nested_too_deeply'],
  ])('bounds %s', (_, text, expected) => {
    const error = thrownBy(text);

    const [first] = error instanceof ProblemError ? (error.facts.errors ?? []) : [];
    expect(first ? `${first.pointer} ${first.code}` : 'read').toBe(expected);
  });

  it('reports fifty errors at most', () => {
    expect(pointersOf(thrownBy(`{${'"a":1,'.repeat(250)}"a":1}`))).toHaveLength(50);
  });

  it('does not change any prototype', () => {
    expect(thrownBy('{"__proto__":{"polluted":true}}')).toBeInstanceOf(ProblemError);
    expect({}).not.toHaveProperty('polluted');
  });
});

describe('a number in a body', () => {
  it.each([
    '0',
    '-0',
    '0.0',
    '1',
    '1.0',
    '1.50',
    '1e2',
    '1E+2',
    '100e-2',
    '9007199254740991',
    '1e21',
    '0.1',
    '1e300',
  ])('%s keeps its digits', (literal) => expect(isExact(literal)).toBe(true));

  it.each(['9007199254740993', '1e400', '-1e400', '1e-400', '0.10000000000000000001', '8981199993109195123'])(
    '%s loses digits',
    (literal) => expect(isExact(literal)).toBe(false),
  );

  it('accepts every number that JavaScript itself has written', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(fc.property(double, (value) => isExact(JSON.stringify(value))));
  });
});

function thrownBy(text: string): unknown {
  try {
    readJson(Buffer.from(text));
    return undefined;
  } catch (error) {
    return error;
  }
}

function pointersOf(error: unknown): (string | undefined)[] {
  return error instanceof ProblemError ? (error.facts.errors ?? []).map(({ pointer }) => pointer) : [];
}
