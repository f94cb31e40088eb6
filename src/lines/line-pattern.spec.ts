import fc from 'fast-check';
import type { Line } from './line';
import { covers, isAboutNumbers, isLinePattern } from './line-pattern';

it.each(['09012345678', '02001234567890', '0*', '0901*', '090123456789*'])(
  '%s is a pattern for SIMs',
  (pattern) => {
    expect([isLinePattern(pattern), isAboutNumbers(pattern)]).toEqual([true, true]);
  },
);

it.each(['AAA0_*', 'AAA0_00000000001', 'testMaster@test.ne.jp', 'test*', 'x'])(
  '%s is a pattern for names',
  (pattern) => {
    expect([isLinePattern(pattern), isAboutNumbers(pattern)]).toEqual([true, false]);
  },
);

it.each([
  ...['', '*', '**', '*5678', '090*5678', 'AAA0_**', 'a b', 'a\nb', 'ü*', `x${'x'.repeat(256)}`],
  ...['+8190*', '+819012345678', '8190*', '9012345678', '0901234567', '012345678901234*', '0'],
])('%j is not a pattern: it would match nothing, or not what it seems to', (pattern) => {
  expect(isLinePattern(pattern)).toBe(false);
});

it('a pattern can have a star only at its end', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(isLinePattern(text));
      expect(text.slice(0, -1)).not.toContain('*');
    }),
    { numRuns: 2_000 },
  );
});

const sim = (id: string): Line => ({ type: 'sim', id });
const group = (id: string): Line => ({ type: 'share_group', id });
const master = (id: string): Line => ({ type: 'master_account', id });

it.each([
  ['09012345678', sim('09012345678')],
  ['0901*', sim('09012345678')],
  ['0*', sim('02001234567890')],
  ['AAA0_*', group('AAA0_00000000001')],
  ['AAA0_1', group('AAA0_1')],
  ['testMaster@test.ne.jp', master('testMaster@test.ne.jp')],
  ['test*', master('testMaster@test.ne.jp')],
])('%s covers %j', (pattern, line) => {
  expect(covers(pattern, line)).toBe(true);
});

it.each([
  ['0901*', sim('09112345678')],
  ['09012345678', sim('02001234567890')],
  ['0901*', master('0901@test.ne.jp')],
  ['0901*', group('0901_1')],
  ['AAA0_1', group('AAA0_12')],
  ['AAA0_*', group('AAA1_1')],
])('%s does not cover %j', (pattern, line) => {
  expect(covers(pattern, line)).toBe(false);
});

it('a pattern for SIMs covers exactly the numbers with its beginning', () => {
  const number = fc.stringMatching(/^0\d{10}$/);
  fc.assert(
    fc.property(number, number, fc.nat(11), (one, other, length) => {
      const beginning = one.slice(0, Math.max(1, length));
      expect(covers(`${beginning}*`, sim(other))).toBe(other.startsWith(beginning));
      expect(covers(one, sim(other))).toBe(one === other);
    }),
  );
});
