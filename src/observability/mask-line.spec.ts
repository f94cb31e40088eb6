import fc from 'fast-check';
import { maskLine, maskText } from './mask-line';

describe('what may be shown of a line', () => {
  it.each([
    ['09012345678', '090****5678'],
    ['+819012345678', '090****5678'],
    ['9012345678', '901****5678'],
    ['02001234567890', '020****7890'],
    ['+812001234567890', '020****7890'],
    ['AAA0_01234567890', 'AAA0_****7890'],
    ['A_1', 'A_****'],
    ['testMaster@test.ne.jp', 't****@test.ne.jp'],
    ['a@b.jp', '****'],
    ['something else', '****'],
    ['', '****'],
  ])('of %s is %s', (line, shown) => {
    expect(maskLine(line)).toBe(shown);
  });

  it('is never the whole', () => {
    const line = fc.oneof(fc.string(), fc.stringMatching(/^[+0-9A-Za-z_@.]{1,20}$/));
    fc.assert(fc.property(line, (text) => !maskLine(text).includes(text) || '****'.includes(text)));
  });

  it('masks every long number in a text', () => {
    expect(maskText('line 09012345678, ICCID 8981199993109195000, port 3000')).toBe(
      'line 090****5678, ICCID 898****5000, port 3000',
    );
  });

  it.each([
    '090-1234-5678',
    '090 1234 5678',
    '090) 1234-5678',
    '090‐1234‐5678',
    '０９０－１２３４－５６７８',
    '０９０１２３４５６７８',
    '+81 90 1234 5678',
    '+81-90-1234-5678',
  ])('masks %s however it is written', (number) => {
    expect(maskText(`about ${number}, ok`)).toBe('about 090****5678, ok');
  });

  it.each([
    '2026-11-21',
    '2026-11-21T06:30:00.123Z',
    '2026-11-21 06:30',
    'a 12345678 b',
    'in 300 ms, 2 of 3',
  ])('leaves %s as it is', (text) => {
    expect(maskText(text)).toBe(text);
  });
});
