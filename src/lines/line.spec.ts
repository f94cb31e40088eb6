import fc from 'fast-check';
import { maskLine, parseMasterAccount, parseShareGroup, parseSim, toPhoneNumber } from './line';

const sim = (text: string) => {
  const line = parseSim(text);
  return line && maskLine(line);
};
const group = (text: string) => {
  const line = parseShareGroup(text);
  return line && maskLine(line);
};
const master = (text: string) => {
  const line = parseMasterAccount(text);
  return line && maskLine(line);
};

describe('the masked form of a line', () => {
  it.each([
    ['09012345678', '090****5678'],
    ['+819012345678', '090****5678'],
    ['02001234567890', '020****7890'],
    ['+812001234567890', '020****7890'],
  ])('for the SIM %s is %s', (text, shown) => {
    expect(sim(text)).toBe(shown);
  });

  it.each([
    ['AAA0_01234567890', 'AAA0_****7890'],
    ['A_1', 'A_****'],
    ['A_1234567', 'A_****'],
    ['A_12345678', 'A_****5678'],
  ])('for the share group %s is %s', (text, shown) => {
    expect(group(text)).toBe(shown);
  });

  it.each([
    ['testMaster@test.ne.jp', 't****@test.ne.jp'],
    ['a@b.jp', '****'],
    ['something else', '****'],
    ['ab@c.jp d', '****'],
    [' ab@c.jp', '****'],
    [`ab@${'c'.repeat(65)}`, '****'],
  ])('for the master account %s is %s', (text, shown) => {
    expect(master(text)).toBe(shown);
  });

  it('never shows the whole line', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[\x20-\x7e]{1,20}$/),
        (text) => !master(text)?.includes(text) || '****'.includes(text),
      ),
    );
    fc.assert(fc.property(fc.stringMatching(/^0[0-9]{10}$/), (text) => !sim(text)?.includes(text)));
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{1,4}_[0-9]{1,20}$/), (text) => !group(text)?.includes(text)),
    );
  });
});

describe('parsing a line', () => {
  it('gives both spellings of a number the same id', () => {
    expect(parseSim('+819012345678')).toEqual(parseSim('09012345678'));
  });

  it('keeps the number, which has an international spelling, too', () => {
    expect(toPhoneNumber(parseSim('09012345678')!)).toBe('+819012345678');
  });

  it.each(['9012345678', '090-1234-5678', '0901234567', '090123456789', 'AAA0_1', ''])(
    'does not accept %p as a SIM',
    (text) => {
      expect(parseSim(text)).toBeUndefined();
    },
  );

  it.each(['09012345678', 'AAA0', 'AAA0_', '_1', 'AAA0_x'])('does not accept %p as a share group', (text) => {
    expect(parseShareGroup(text)).toBeUndefined();
  });
});
