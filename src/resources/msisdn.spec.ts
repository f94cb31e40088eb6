import fc from 'fast-check';
import { lineOfPath } from '../http/auth/permitted-lines';
import { isMsisdn, parseMsisdn, toPhoneNumber, type Msisdn } from './msisdn';

const national = fc
  .oneof(fc.stringMatching(/^0\d{10}$/), fc.stringMatching(/^0200\d{10}$/))
  .map((text) => text as Msisdn);

describe('a phone number', () => {
  it('is the same one to those who decide whether a caller may use it', () => {
    const spelling = fc.oneof(
      national,
      national.map(toPhoneNumber),
      fc.stringMatching(/^(0|\+81|\+|81)?\d{9,14}$/),
    );
    fc.assert(
      fc.property(spelling, (text) => {
        const msisdn = parseMsisdn(text);
        fc.pre(msisdn !== undefined);
        expect(lineOfPath({ msisdn: text })).toEqual({ kind: 'number', account: msisdn });
      }),
    );
  });

  it.each([
    ['09012345678', '09012345678'],
    ['+819012345678', '09012345678'],
    ['02001234567890', '02001234567890'],
    ['+812001234567890', '02001234567890'],
    ['02001234567', '02001234567'],
    ['02012345678', '02012345678'],
    ['+812012345678', '02012345678'],
  ])('%s is %s', (spelling, msisdn) => {
    expect(parseMsisdn(spelling)).toBe(msisdn);
  });

  it.each([
    '',
    '0',
    '9012345678',
    '0901234567',
    '090123456789',
    '03011234567890',
    '0200123456789',
    '020012345678901',
    '819012345678',
    '+8109012345678',
    '+82901234567',
    '%2B819012345678',
    '09012345678 ',
    ' 09012345678',
    '09012345678\n',
    '090-1234-5678',
    '０９０１２３４５６７８',
    '٠9012345678',
    '0901234567a',
    'AAA0_00000000001',
  ])('is not %j', (text) => {
    expect(parseMsisdn(text)).toBeUndefined();
  });

  it('is the same from its international spelling, and canonical only in its national one', () => {
    fc.assert(
      fc.property(national, (msisdn) => {
        expect(parseMsisdn(toPhoneNumber(msisdn))).toBe(msisdn);
        expect(isMsisdn(msisdn)).toBe(true);
        expect(isMsisdn(toPhoneNumber(msisdn))).toBe(false);
      }),
    );
  });

  it('is never made of anything but ASCII digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const msisdn = parseMsisdn(text);
        expect(msisdn === undefined || /^0[0-9]{10}(?:[0-9]{3})?$/.test(msisdn)).toBe(true);
      }),
    );
  });
});
