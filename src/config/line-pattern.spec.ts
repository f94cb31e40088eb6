import fc from 'fast-check';
import { isAboutNumbers, isLinePattern } from './line-pattern';

it.each(['09012345678', '02001234567890', '0*', '0901*', '090123456789*'])('%s is about SIMs', (pattern) => {
  expect([isLinePattern(pattern), isAboutNumbers(pattern)]).toEqual([true, true]);
});

it.each(['AAA0_*', 'AAA0_00000000001', 'testMaster@test.ne.jp', 'test*', 'x'])(
  '%s is about names',
  (pattern) => {
    expect([isLinePattern(pattern), isAboutNumbers(pattern)]).toEqual([true, false]);
  },
);

it.each([
  ...['', '*', '**', '*5678', '090*5678', 'AAA0_**', 'a b', 'a\nb', 'ü*', `x${'x'.repeat(256)}`],
  ...['+8190*', '+819012345678', '8190*', '9012345678', '0901234567', '012345678901234*', '0'],
])('%j is no pattern: it would mean nothing, or not what it seems to', (pattern) => {
  expect(isLinePattern(pattern)).toBe(false);
});

it('has a star nowhere but at the end, whatever is written', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(isLinePattern(text));
      expect(text.slice(0, -1)).not.toContain('*');
    }),
    { numRuns: 2_000 },
  );
});
