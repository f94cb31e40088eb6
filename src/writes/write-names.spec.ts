import fc from 'fast-check';
import { bucketOf, operationKey, WriteNames, type NamedWrite } from './write-names';

const ROUTE = 'POST /sims/:msisdn/quota';
const LINE = { type: 'sim', id: '09012345678' } as const;
const names = new WriteNames('secret', 'host|oem');

describe('the operation of a key', () => {
  it('always has the same id, a UUID of version 8', () => {
    const id = names.operationId('portal', ROUTE, 'key', '7');

    expect(id).toMatch(/^07[0-9a-f]{6}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(names.operationId('portal', ROUTE, 'key', '7')).toBe(id);
  });

  it('has the same id in every version of the gateway', () => {
    const again = new WriteNames('secret', 'host|oem');

    expect(again.operationId('portal', ROUTE, 'key', '7')).toBe('07ace3f4-952a-8a52-bc91-88f8f82cdc21');
  });

  it('differs for another caller, route, key, secret or contract, even when texts run together', () => {
    const ids = [
      names.operationId('portal', ROUTE, 'key', '7'),
      names.operationId('batch', ROUTE, 'key', '7'),
      names.operationId('portal', 'PUT /sims/:msisdn/plan', 'key', '7'),
      names.operationId('portal', ROUTE, 'key2', '7'),
      names.operationId('portalx', 'y', 'z', '7'),
      names.operationId('portal', 'xy', 'z', '7'),
      new WriteNames('other', 'host|oem').operationId('portal', ROUTE, 'key', '7'),
      new WriteNames('secret', 'host|other').operationId('portal', ROUTE, 'key', '7'),
    ];

    expect(new Set(ids).size).toBe(ids.length);
  });

  it('contains the bucket of its line', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), fc.string(), (bucket, key) => {
        expect(bucketOf(names.operationId('portal', ROUTE, key, String(bucket)))).toBe(String(bucket));
        expect(bucketOf(names.randomOperationId(String(bucket)))).toBe(String(bucket));
      }),
    );
  });

  it('is new each time without a key, in every part', () => {
    const ids = Array.from({ length: 64 }, () => names.randomOperationId('7'));
    const parts = [0, 1, 2, 3, 4].map((part) => new Set(ids.map((id) => id.split('-')[part])).size);

    expect(Math.min(...parts)).toBeGreaterThan(1);
  });

  it.each([
    '',
    'order-17',
    '019c2cdd-7770-7abc-8def-0123456789ab',
    '019c2cdd-7770-8abc-cdef-0123456789ab',
    '019C2CDD-7770-8ABC-8DEF-0123456789AB',
    'x19c2cdd-7770-8abc-8def-0123456789ab',
    '019c2cdd-7770-8abc-8def-0123456789ab0',
    '0019c2cdd-7770-8abc-8def-0123456789ab',
  ])('cannot have the id %j', (text) => {
    expect(bucketOf(text)).toBeUndefined();
  });

  it('has its record under its own name', () => {
    expect(operationKey('id')).toBe('op:id');
  });
});

describe('the place of a key', () => {
  it('depends on caller, route and key, and not on the line', () => {
    const place = names.placeOfKey('portal', ROUTE, 'key');

    expect(place.bucket).toMatch(/^key-[0-9a-f]{2}$/);
    expect(place.key).toMatch(/^key:[0-9a-f]{32}$/);
    expect(names.placeOfKey('portal', ROUTE, 'key')).toEqual(place);
    expect(names.placeOfKey('batch', ROUTE, 'key').key).not.toBe(place.key);
  });
});

describe('the fingerprint of a write', () => {
  const write = { route: ROUTE, line: LINE, content: { amountMb: 100, reference: 'r' } };

  it('is the same in every version of the gateway', () => {
    const again = new WriteNames('secret', 'host|oem');

    expect(again.fingerprint(write)).toBe('ke1OnUSvDVsJ32JKiZ74EG');
  });

  it('is the same for the same write in another order', () => {
    expect(names.fingerprint({ ...write, content: { reference: 'r', amountMb: 100 } })).toBe(
      names.fingerprint(write),
    );
  });

  it('differs when anything in the write differs', () => {
    const different: readonly NamedWrite[] = [
      write,
      { ...write, route: 'PUT /sims/:msisdn/plan' },
      { ...write, line: { type: 'sim', id: '09012345679' } as const },
      { ...write, line: { type: 'share_group', id: LINE.id } as const },
      { ...write, content: { amountMb: 100 } },
      { ...write, content: { amountMb: 101, reference: 'r' } },
      { ...write, content: { amountMb: '100', reference: 'r' } },
    ];
    const prints = different.map((each) => names.fingerprint(each));

    expect(new Set(prints).size).toBe(prints.length);
    expect(names.fingerprint(write)).toMatch(/^[\w-]{22}$/);
  });
});
