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
