import fc from 'fast-check';
import { isGroupCode } from './group-code';
import { parseMsisdn } from './msisdn';

describe('a share group code', () => {
  it.each(['AAA0_00000000001', 'a_0', 'A1b2C3d4E5f6G7h8_12345678901234567890'])('may be %s', (code) => {
    expect(isGroupCode(code)).toBe(true);
  });

  it.each([
    '',
    '_',
    'AAA0',
    'AAA0_',
    '_1',
    'AAA0_1x',
    'AAA0__1',
    'AAA0_1_1',
    'AAA-0_1',
    'AAA0_1\n',
    ' AAA0_1',
    'Ａ_1',
    'A_１',
    'A1b2C3d4E5f6G7h8i_1',
    'A_123456789012345678901',
    '09012345678',
  ])('is not %j', (text) => {
    expect(isGroupCode(text)).toBe(false);
  });

  it('is never a phone number too, nor the other way round', () => {
    const text = fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9]{1,16}_[0-9]{1,20}$/),
      fc.stringMatching(/^(0|\+81)\d{10}$/),
      fc.string(),
    );
    fc.assert(fc.property(text, (any) => !(isGroupCode(any) && parseMsisdn(any) !== undefined)));
  });
});
