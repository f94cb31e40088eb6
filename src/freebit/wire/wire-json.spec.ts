import fc from 'fast-check';
import { isWireObject, parseWireJson, type WireValue } from './wire-json';

/** The expected result for a value: the same, with every number as its digits. */
function withDigits(value: unknown): unknown {
  if (typeof value === 'number') return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(withDigits);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withDigits(inner)]));
}

describe('JSON from Freebit', () => {
  it.each<[WireValue | undefined, boolean]>([
    [{}, true],
    [{ a: '1' }, true],
    [[], false],
    [[{}], false],
    [null, false],
    ['text', false],
    [true, false],
    [undefined, false],
  ])('is an object if it is %j: %s', (value, expected) => {
    expect(isWireObject(value)).toBe(expected);
  });

  it('keeps every digit of every number', () => {
    const number = fc.stringMatching(/^-?(0|[1-9][0-9]{0,40})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,4})?$/);
    fc.assert(
      fc.property(number, (digits) => {
        expect(parseWireJson(`{"a":[${digits}]}`)).toEqual({ a: [digits] });
      }),
    );
  });

  it('is otherwise read like `JSON.parse` does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);

        expect(parseWireJson(text)).toEqual(withDigits(JSON.parse(text)));
      }),
    );
  });

  it('is refused where `JSON.parse` refuses it', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json().map((json) => json.slice(0, -1)),
      fc.constantFrom('{a:1}', "{'a':1}", '[1,]', '01', 'NaN'),
    );
    fc.assert(
      fc.property(text, (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        fc.pre(!valid);

        expect(() => parseWireJson(text)).toThrow();
      }),
    );
  });

  it.each([
    ['lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['objects', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
    ['lists that never end', '['.repeat(1_000_000)],
  ])('throws instead of crashing on a hundred thousand nested %s', (_, text) => {
    expect(() => parseWireJson(text)).toThrow();
  });

  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('may have 500 levels of %s and no more, however many follow each other', (_, open, close) => {
    const nested = (levels: number) => open.repeat(levels) + '1' + close.repeat(levels);
    const siblings = `[${Array(600).fill(nested(2)).join(',')}]`;

    expect(() => parseWireJson(nested(500))).not.toThrow();
    expect(() => parseWireJson(nested(501))).toThrow('nested too deep');
    expect(parseWireJson(siblings)).toHaveLength(600);
  });

  it.each([
    ['{1:2}', 'not a number'],
    ['{"a":1,2 :3}', 'a number in place of a name'],
    ['[01]', 'not a number'],
    ['[1.]', 'not a number'],
    ['[-]', 'not a number'],
  ])('is refused where quotes around a number would make it valid: %s', (text, message) => {
    expect(() => parseWireJson(text)).toThrow(message);
  });

  it.each([0, 1, 2, 3, 4])('ends a text at its quote, with %i backslashes before it', (backslashes) => {
    const text = '\\'.repeat(backslashes);
    const value = { text, digits: '7 8', quoted: `${text}" 5`, more: '7 8', number: 7 };

    expect(parseWireJson(JSON.stringify(value))).toEqual({ ...value, number: '7' });
  });

  it('throws on repeated names with different values, and accepts those with equal values', () => {
    expect(() => parseWireJson('{"a":1,"a":2}')).toThrow();
    expect(() => parseWireJson('{"x":{"a":"1","a":null}}')).toThrow();
    expect(parseWireJson('{"a":1,"a":1}')).toEqual({ a: '1' });
  });

  it.each([
    '{"__proto__":{"polluted":"yes"}}',
    '{"constructor":{"prototype":{"polluted":"yes"}}}',
    '{"a":{"__proto__":null}}',
  ])('changes no prototype: %s', (text) => {
    const value: WireValue = parseWireJson(text);

    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(isWireObject(value) && Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(isWireObject(value) && 'polluted' in value).toBe(false);
  });
});
