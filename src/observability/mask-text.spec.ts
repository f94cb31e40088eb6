import fc from 'fast-check';
import { maskText } from './mask-text';

describe('masking free text', () => {
  it('masks every long number', () => {
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
  ])('masks a number written as %s', (number) => {
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

  it('leaves no number with nine digits or more', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{9,20}$/), (digits) => !maskText(digits).includes(digits)),
    );
  });
});
