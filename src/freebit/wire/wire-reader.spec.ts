import fc from 'fast-check';
import { UnreadableAnswer } from './unreadable-answer';
import { isWireObject, parseWireJson } from './wire-json';
import { WireReader } from './wire-reader';

const read = (text: string) => {
  const value = parseWireJson(text);
  return new WireReader(isWireObject(value) ? value : {});
};
const field = (value: string) => read(`{"field":${value}}`);

describe('a text', () => {
  it.each([
    ['"x"', 'x'],
    ['8981199993109195123', '8981199993109195123'],
    ['""', null],
    ['null', null],
  ])('of %s reads as %j', (value, expected) => {
    expect(field(value).text('field')).toBe(expected);
    expect(field(value).textOrNull('field')).toBe(expected);
  });

  it.each(['{}', '[]', 'true'])(
    'is not %s, which is refused, or noted where it must not spoil the answer',
    (value) => {
      const lenient = field(value);

      expect(() => field(value).text('field')).toThrow(new UnreadableAnswer('field is not a text'));
      expect(lenient.textOrNull('field')).toBeNull();
      expect(lenient.findings.unknownValues).toEqual(['field']);
    },
  );

  it('that is required is refused when it is missing', () => {
    for (const text of ['{}', '{"field":""}', '{"field":null}'])
      expect(() => read(text).requiredText('field')).toThrow(new UnreadableAnswer('field is missing'));
  });
});

describe('a number', () => {
  it.each([
    ['3161.31', 3161.31],
    ['"3161.31"', 3161.31],
    ['0', 0],
    ['-5', -5],
    ['999999999999999', 999_999_999_999_999],
    ['""', null],
    ['null', null],
  ])('of %s reads as %j', (value, expected) => {
    expect(field(value).decimal('field')).toBe(expected);
  });

  it.each([
    '"1,000"',
    '"x"',
    '1e3',
    '"1e999"',
    '"NaN"',
    '"Infinity"',
    '"0x10"',
    '" 1"',
    '1234567890123456',
    '".5"',
    '"1."',
  ])('is not %s', (value) => {
    expect(() => field(value).decimal('field')).toThrow(UnreadableAnswer);
  });

  it('is never anything that JSON cannot carry, whatever the text', () => {
    const digits = fc.stringMatching(/^[-+]?[0-9eE.]{1,20}$/);
    fc.assert(
      fc.property(fc.oneof(digits, fc.string()), (text) => {
        try {
          const value = field(JSON.stringify(text)).decimal('field');
          expect(value === null || Number.isFinite(value)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableAnswer);
        }
      }),
    );
  });

  it('may be one of a list, whose order is kept, and one that is none is never 0', () => {
    expect(field('"1, 2,3.5"').decimals('field')).toEqual([1, 2, 3.5]);
    expect(field('7').decimals('field')).toEqual([7]);
    expect(field('""').decimals('field')).toEqual([]);
    for (const list of ['"1,,2"', '"1,x"', '","'])
      expect(() => field(list).decimals('field')).toThrow(UnreadableAnswer);
  });
});

describe('a choice', () => {
  it.each([
    ['"10"', true, []],
    ['10', true, []],
    ['20', false, []],
    ['""', undefined, []],
    ['"30"', undefined, ['field']],
    ['true', undefined, ['field']],
    ['[10]', undefined, ['field']],
  ])('of %s is the flag %j', (value, expected, unknownValues) => {
    const reader = field(value);

    expect(reader.flag('field')).toBe(expected);
    expect(new Set(reader.findings.unknownValues)).toEqual(new Set(unknownValues));
  });

  it('that nobody knows is unknown, noted, and no error', () => {
    const reader = field('"frozen"');

    expect(reader.oneOf('field', ['active', 'waiting'])).toBe('unknown');
    expect(reader.findings.unknownValues).toEqual(['field']);
    expect(field('"active"').oneOf('field', ['active'])).toBe('active');
    expect(field('null').oneOf('field', ['active'])).toBeNull();
  });
});

describe('a day', () => {
  it.each([
    ['20130901', '2013-09-01'],
    ['"20130901"', '2013-09-01'],
    ['"2013-09-01"', '2013-09-01'],
    ['""', null],
    ['"20130231"', null],
    ['"00000000"', null],
    ['"2013/09/01"', null],
    ['{}', null],
  ])('of %s reads as %j', (value, expected) => {
    expect(field(value).day('field')).toBe(expected);
  });
});

describe('an object inside', () => {
  it('is read, or is null when there is nothing in it', () => {
    expect(field('{"a":1}').child('field')?.text('a')).toBe('1');
    for (const nothing of ['{}', 'null', '""']) expect(field(nothing).child('field')).toBeNull();
    for (const wrong of ['[]', '"x"', '1', 'true'])
      expect(() => field(wrong).child('field')).toThrow(UnreadableAnswer);
  });

  it('may be one or many', () => {
    expect(
      field('{"a":1}')
        .items('field')
        .map((item) => item.text('a')),
    ).toEqual(['1']);
    expect(
      field('[{"a":1},{"a":2}]')
        .items('field')
        .map((item) => item.text('a')),
    ).toEqual(['1', '2']);
    expect(field('[]').items('field')).toEqual([]);
    for (const wrong of ['null', '[null]', '["x"]', '[[]]'])
      expect(() => field(wrong).items('field')).toThrow(UnreadableAnswer);
  });
});

describe('a name', () => {
  it('is found in any casing, the exact one first', () => {
    const reader = read('{"voicemail":"10","VOICEMAIL":"20","voiceMail":"30"}');

    expect(reader.text('voiceMail')).toBe('30');
    expect(read('{"voicemail":"10"}').text('voiceMail')).toBe('10');
    expect(read('{"voicemail":"10"}').has('voiceMail')).toBe(true);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', '__proto__'])('is not inherited: %s', (name) => {
    expect(read('{}').has(name)).toBe(false);
    expect(read('{}').text(name)).toBeNull();
  });

  it('that nobody asked for is counted and not named', () => {
    const reader = read('{"a":1,"B":2,"secret":3,"child":{"c":1,"d":2}}').ignore('b');
    reader.text('a');
    const child = reader.child('child');
    child?.text('c');
    child?.dropRest();
    reader.dropRest();

    expect(reader.findings).toEqual({ unknownValues: [], droppedFields: 2 });
  });
});
