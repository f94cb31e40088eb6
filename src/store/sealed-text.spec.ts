import fc from 'fast-check';
import { TextSeal } from './sealed-text';

const seal = new TextSeal('oem-key-secret', 'auth-key');

describe('a sealed text', () => {
  it('can be opened at its place with the same secret', () => {
    const another = new TextSeal('oem-key-secret', 'auth-key');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, place) => {
        expect(another.open(seal.seal(text, place), place)).toBe(text);
      }),
    );
  });

  it.each([
    ['another secret', new TextSeal('oem-key-secreT', 'auth-key'), 'auth:1#7'],
    ['another purpose', new TextSeal('oem-key-secret', 'cache'), 'auth:1#7'],
    ['another place', seal, 'auth:2#7'],
    ['another generation', seal, 'auth:1#8'],
  ])('cannot be opened with %s', (_, opener, place) => {
    expect(opener.open(seal.seal('text', 'auth:1#7'), place)).toBeNull();
  });

  it('cannot be opened after one bit was changed', () => {
    const sealed = Buffer.from(seal.seal('some text', 'place'), 'base64url');
    fc.assert(
      fc.property(fc.nat({ max: sealed.length * 8 - 1 }), (bit) => {
        const changed = Buffer.from(sealed);
        changed[bit >> 3]! ^= 1 << (bit & 7);

        expect(seal.open(changed.toString('base64url'), 'place')).toBeNull();
      }),
    );
  });

  it('cannot be opened if it was cut or is something else', () => {
    const sealed = seal.seal('some text', 'place');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.nat({ max: sealed.length - 1 }).map((end) => sealed.slice(0, end)),
        ),
        (text) => {
          expect(seal.open(text, 'place')).toBeNull();
        },
      ),
    );
  });

  it('is different each time, and reveals nothing of the text', () => {
    const sealed = Array.from({ length: 100 }, () => seal.seal('auth-key-value', 'place'));

    expect(new Set(sealed).size).toBe(100);
    for (const one of sealed) expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain('auth');
  });
});
