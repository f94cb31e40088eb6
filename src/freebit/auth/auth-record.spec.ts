import fc from 'fast-check';
import { emptyAuthRecord, parseAuthRecord, type AuthRecord, type StoredKey } from './auth-record';
import { claim } from './auth-record-transitions';

const NOW = 1_770_000_000_000;
const limits = { burst: 3, intervalMs: 10_000 };

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const storedKey: fc.Arbitrary<StoredKey> = fc.record({
  generation: number,
  sealed: fc.string(),
  obtainedAtMs: number,
  expiresAtMs: number,
  proven: fc.boolean(),
  refused: fc.boolean(),
});
const authRecord: fc.Arbitrary<AuthRecord> = fc.record({
  v: fc.constant(1 as const),
  generation: number,
  key: fc.option(storedKey),
  login: fc.option(fc.record({ owner: fc.string(), untilMs: number })),
  refusedInARow: number,
  failedLogins: number,
  blockedUntilMs: number,
  loginsPaidUntilMs: number,
});

describe('the stored record of the auth key', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(authRecord, (record) => {
        expect(parseAuthRecord(JSON.stringify(record))).toEqual(JSON.parse(JSON.stringify(record)));
      }),
    );
  });

  it.each([
    ['nothing', null],
    ['no text', ''],
    ['something other than JSON', 'OK'],
    ['half a record', JSON.stringify(emptyAuthRecord).slice(0, -5)],
    ['null', 'null'],
    ['a number', '7'],
    ['a list', '[]'],
    ['an object without its fields', '{}'],
    ['a number too large', JSON.stringify(emptyAuthRecord).replace('"generation":0', '"generation":1e999')],
    ['a text for a number', JSON.stringify({ ...emptyAuthRecord, generation: '7' })],
    ['an invalid key', JSON.stringify({ ...emptyAuthRecord, key: 'secret' })],
    ['a key without its text', JSON.stringify({ ...emptyAuthRecord, key: { generation: 1 } })],
    ['one without a version', JSON.stringify({ ...emptyAuthRecord, v: undefined })],
    ['an invalid version', JSON.stringify({ ...emptyAuthRecord, v: '2' })],
    ['a lease without an owner', JSON.stringify({ ...emptyAuthRecord, login: { untilMs: 1 } })],
  ])('is read as empty from %s', (_, text) => {
    expect(parseAuthRecord(text)).toEqual(emptyAuthRecord);
  });

  it('is left alone if a newer gateway has written it', () => {
    expect(parseAuthRecord('{"v":2}')).toBeNull();
    expect(parseAuthRecord(JSON.stringify({ ...emptyAuthRecord, v: 3 }))).toBeNull();
  });

  it('never makes a decision fail, even if it contains garbage', () => {
    const mutilated = fc.tuple(authRecord, fc.jsonValue(), fc.nat()).map(([record, value, which]) => {
      const names = Object.keys(record);
      return JSON.stringify({ ...record, [names[which % names.length]!]: value });
    });
    fc.assert(
      fc.property(fc.oneof(mutilated, fc.json(), fc.string()), (text) => {
        const told = claim(parseAuthRecord(text) ?? emptyAuthRecord, {
          nowMs: NOW,
          owner: 'me',
          refused: null,
          limits,
        });

        expect(['use', 'login', 'wait', 'paused']).toContain(told.claim.kind);
      }),
      { numRuns: 500 },
    );
  });
});
