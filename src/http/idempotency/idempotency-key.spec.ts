import { type ProblemError } from '../problems/problem-error';
import { Pseudonyms } from '../../store/pseudonyms';
import { fingerprintOf, operationIdOf, parseIdempotencyKey, timeOfKey } from './idempotency-key';

const ROUTE = 'POST /sims/:msisdn/quota';
const LINE = '09012345678';

describe('the Idempotency-Key header', () => {
  it.each([
    [['key-1'], 'key-1'],
    [['"key-1"'], 'key-1'],
    [['""key""'], '"key"'],
    [['"'], '"'],
    [['!~'], '!~'],
    [['k'.repeat(255)], 'k'.repeat(255)],
    [[`"${'k'.repeat(255)}"`], 'k'.repeat(255)],
    [[], undefined],
  ])('is read from %j as %j', (lines, key) => {
    expect(parseIdempotencyKey(lines)).toBe(key);
  });

  it.each([
    ['empty', ['']],
    ['only quotes', ['""']],
    ['too long', ['k'.repeat(256)]],
    ['too long within its quotes', [`"${'k'.repeat(256)}"`]],
    ['of two words', ['one two']],
    ['with a tab', ['one\ttwo']],
    ['with a control character', ['one\u0001']],
    ['with DEL', ['one\u007f']],
    ['beyond ASCII', ['\u00e9']],
    ['on two lines', ['one', 'two']],
    ['on two equal lines', ['one', 'one']],
    ['on two empty lines', ['', '']],
  ])('is refused when it is %s', (_, lines) => {
    expect(() => parseIdempotencyKey(lines)).toThrow(
      expect.objectContaining({ name: 'ProblemError', code: 'IDEMPOTENCY_KEY_INVALID' }) as ProblemError,
    );
  });
});

describe('the time of a key', () => {
  it.each(['019c2cdd-7770-7abc-8def-0123456789ab', '019C2CDD-7770-7ABC-BDEF-0123456789AB'])(
    'is in a UUIDv7 (%s)',
    (key) => {
      expect(timeOfKey(key)).toBe(0x019c2cdd7770);
    },
  );

  it.each([
    '019c2cdd-7770-4abc-8def-0123456789ab',
    '019c2cdd-7770-7abc-cdef-0123456789ab',
    '019c2cdd77707abc8def0123456789ab',
    '019c2cdd-7770-7abc-8def-0123456789ab0',
    'order-17',
  ])('is not in %s', (key) => {
    expect(timeOfKey(key)).toBeUndefined();
  });
});

describe('the operation of a key', () => {
  it('is a UUID of version 8, always the same', () => {
    const id = operationIdOf('portal', ROUTE, 'key');

    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(operationIdOf('portal', ROUTE, 'key')).toBe(id);
  });

  it('is another one for another caller, route or key, also when their texts run together', () => {
    const ids = [
      operationIdOf('portal', ROUTE, 'key'),
      operationIdOf('batch', ROUTE, 'key'),
      operationIdOf('portal', 'PUT /sims/:msisdn/plan', 'key'),
      operationIdOf('portal', ROUTE, 'key2'),
      operationIdOf('portalx', 'y', 'z'),
      operationIdOf('portal', 'xy', 'z'),
    ];

    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the fingerprint of a command', () => {
  const names = new Pseudonyms('secret', 'commands');
  const command = { route: ROUTE, account: LINE, content: { quotaMb: 1 } };
  const of = (json: string) => fingerprintOf(names, { ...command, content: JSON.parse(json) });

  it.each([
    ['the order of its members', '{"quotaMb":100,"quotaCode":"a"}', '{"quotaCode":"a","quotaMb":100}'],
    ['the spelling of a number', '{"quotaMb":100}', '{"quotaMb":1e2}'],
    ['the spelling of a text', '{"quotaCode":"a"}', String.raw`{"quotaCode":"\u0061"}`],
    ['space', '{"quotaMb":100}', '{ "quotaMb" : 100 }'],
  ])('does not tell %s', (_, one, other) => {
    expect(of(one)).toBe(of(other));
  });

  it('tells everything else', () => {
    const all = [
      fingerprintOf(names, command),
      fingerprintOf(names, { ...command, route: 'PUT /sims/:msisdn/plan' }),
      fingerprintOf(names, { ...command, account: '09012345679' }),
      of('{"quotaMb":2}'),
      of('{"quotaMb":"1"}'),
      of('{"quotaMb":1,"quotaCode":"1"}'),
      of('{}'),
      fingerprintOf(new Pseudonyms('another secret', 'commands'), command),
      fingerprintOf(new Pseudonyms('secret', 'lines'), command),
    ];

    expect(new Set(all).size).toBe(all.length);
  });
});
