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
  });

  it.each(['{}', '[]', 'true'])('is not read from %s, which becomes null and is noted', (value) => {
    const reader = field(value);

    expect(reader.text('field')).toBeNull();
    expect(reader.findings.unknownValues).toEqual(['field']);
  });

  it('that is required is read', () => {
    expect(field('"x"').requiredText('field')).toBe('x');
    expect(field('7').requiredText('field')).toBe('7');
  });

  it('that is required throws when it is missing or not a text', () => {
    for (const text of ['{}', '{"field":""}', '{"field":null}', '{"field":{}}', '{"field":true}'])
      expect(() => read(text).requiredText('field')).toThrow(
        new UnreadableAnswer('field is missing or not a text'),
      );
  });
});

describe('an identifier of digits', () => {
  it.each([
    ['8981199993109195000', '8981199993109195000', []],
    ['"8981100000000000000F"', '8981100000000000000F', []],
    ['" 990103120337753 "', '990103120337753', []],
    ['""', null, []],
    ['8.98e18', null, ['field']],
    ['8981199993109195000.0', null, ['field']],
    ['"8981-1000"', null, ['field']],
    ['"x8981199993109195000"', null, ['field']],
    ['"89811000FF"', null, ['field']],
    ['{}', null, ['field']],
    ['true', null, ['field']],
  ])('of %s reads as %j', (value, expected, unknownValues) => {
    const reader = field(value);

    expect(reader.digits('field')).toBe(expected);
    expect(reader.findings.unknownValues).toEqual(unknownValues);
  });
});

describe('a number', () => {
  it.each([
    ['3161.31', 3161.31],
    ['"3161.31"', 3161.31],
    ['0', 0],
    ['-5', -5],
    ['1234567890123456', 1_234_567_890_123_456],
    ['100.30000000000001', 100.3],
    ['0.1000000000000000055', 0.1],
    ['1e3', 1_000],
    ['"1.5E2"', 150],
    ['"1e10"', 10_000_000_000],
    ['1e-3', 0.001],
    ['1e+3', 1_000],
    ['".25"', 0.25],
    ['" 1 "', 1],
    ['".5"', 0.5],
    ['"1."', 1],
    ['""', null],
    ['null', null],
  ])('of %s reads as %j', (value, expected) => {
    const reader = field(value);

    expect(reader.decimal('field')).toBe(expected);
    expect(reader.findings.unknownValues).toEqual([]);
  });

  it.each([
    ...['"1,000"', '"x"', '"unlimited"', '"1e999"', '"NaN"', '"Infinity"', '"0x10"', '"."'],
    ...['12345678901234567890', '{}', '[1]', 'true'],
  ])('is not read from %s, which is null and noted, or unreadable if the field is required', (value) => {
    const reader = field(value);

    expect(reader.decimal('field')).toBeNull();
    expect(reader.findings.unknownValues).toEqual(['field']);
    expect(() => field(value).requiredDecimal('field')).toThrow(UnreadableAnswer);
  });

  it('that is required is read, or throws for a text that is no number', () => {
    expect(field('3.5').requiredDecimal('field')).toBe(3.5);
    expect(() => field('"x"').requiredDecimal('field')).toThrow(
      new UnreadableAnswer('field is not a number'),
    );
  });

  it('is always finite or null for any text', () => {
    const digits = fc.stringMatching(/^[-+]?[0-9eE.]{1,20}$/);
    fc.assert(
      fc.property(fc.oneof(digits, fc.string()), (text) => {
        const value = field(JSON.stringify(text)).decimal('field');

        expect(value === null || Number.isFinite(value)).toBe(true);
      }),
    );
  });

  it.each([
    ['"1, 2,3.5"', [1, 2, 3.5], 0],
    ['7', [7], 0],
    ['""', [], 0],
    ['null', [], 0],
    ['"1,,2"', [1, null, 2], 1],
    ['"1,x"', [1, null], 1],
    ['","', [null, null], 2],
    ['[1,"2",{},"x"]', [1, 2, null, null], 2],
    ['[["1"]]', [null], 1],
    ['{}', [], 1],
    ['true', [], 1],
  ])(
    'may be in the list %s, whose order is kept, with null for what is not a number',
    (list, values, notes) => {
      const reader = field(list);

      expect(reader.decimals('field')).toEqual(values);
      expect(reader.findings.unknownValues).toHaveLength(notes);
    },
  );
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

  it('that is not documented is unknown and noted, but not an error', () => {
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

describe('an inner object', () => {
  it('is read, or is null when it is empty', () => {
    expect(field('{"a":1}').child('field')?.text('a')).toBe('1');
    for (const nothing of ['{}', 'null', '""']) {
      const reader = field(nothing);
      expect(reader.child('field')).toBeNull();
      expect(reader.findings.unknownValues).toEqual([]);
    }
    expect(field('[{"a":1}]').child('field')?.text('a')).toBe('1');
    for (const wrong of ['[]', '"x"', '1', 'true', '[{},{}]']) {
      const reader = field(wrong);
      expect(reader.child('field')).toBeNull();
      expect(reader.findings.unknownValues).toEqual(['field']);
    }
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
      expect(() => field(wrong).items('field')).toThrow(
        new UnreadableAnswer('field does not hold an account'),
      );
  });
});

describe('a name', () => {
  it('is found in any casing, with the exact one first', () => {
    const reader = read('{"voicemail":"10","VOICEMAIL":"20","voiceMail":"30"}');

    expect(reader.text('voiceMail')).toBe('30');
    expect(read('{"voicemail":"10"}').text('voiceMail')).toBe('10');
    expect(read('{"voicemail":"10"}').has('voiceMail')).toBe(true);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', '__proto__'])('is not inherited: %s', (name) => {
    expect(read('{}').has(name)).toBe(false);
    expect(read('{}').text(name)).toBeNull();
  });

  it('that is never read is noted, unless it could be a value', () => {
    const reader = read(
      '{"a":1,"B":2,"secret":3,"child":{"c":1,"d":2},"09012345678":1,"x09012345678":1,"<b>":1,"":1}',
    ).ignore('b');
    reader.text('a');
    const child = reader.child('child');
    child?.text('c');
    child?.dropRest();
    reader.dropRest();

    expect(reader.findings).toEqual({
      unknownValues: [],
      droppedFields: ['d', 'secret', 'other', 'other', 'other', 'other'],
    });
  });

  it.each([
    ['field12', 'field12'],
    ['field1234', 'other'],
    ['09field', 'other'],
  ])('is noted without digits that could be a value: %s as %s', (name, noted) => {
    const reader = read(`{"${name}":1}`);
    reader.dropRest();

    expect(reader.findings.droppedFields).toEqual([noted]);
  });

  it('is bounded in length', () => {
    const reader = read(`{"${'x'.repeat(41)}":1}`);
    reader.dropRest();

    expect(reader.findings.droppedFields).toEqual(['other']);
  });
});
