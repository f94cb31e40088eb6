import fc from 'fast-check';
import type { ProblemError } from '../http/problems/problem-error';
import type { Epoch } from '../store/epochs';
import { parseIdempotencyKey, problemOfKeyAge, timeOfKey } from './idempotency-key';

const V7 = '019c2cdd-7770-7abc-8def-0123456789ab';

const withCode = (code: string) => expect.objectContaining({ name: 'ProblemError', code }) as ProblemError;

describe('the Idempotency-Key header', () => {
  it.each([
    [['key-1'], 'key-1'],
    [['"key-1"'], 'key-1'],
    [['""key""'], '"key"'],
    [['"'], '"'],
    [['a"b"'], 'a"b"'],
    [['"a"b'], '"a"b'],
    [['!~'], '!~'],
    [['k'.repeat(255)], 'k'.repeat(255)],
    [[`"${'k'.repeat(255)}"`], 'k'.repeat(255)],
  ])('is read from %j as %j', (lines, key) => {
    expect(parseIdempotencyKey(lines, 'required')).toBe(key);
    expect(parseIdempotencyKey(lines, 'optional')).toBe(key);
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
    const problem = withCode('IDEMPOTENCY_KEY_INVALID');

    expect(() => parseIdempotencyKey(lines, 'required')).toThrow(problem);
    expect(() => parseIdempotencyKey(lines, 'optional')).toThrow(problem);
  });

  it('is refused with what to send instead', () => {
    expect(() => parseIdempotencyKey(['one two'], 'required')).toThrow(
      expect.objectContaining({
        facts: {
          errors: [
            expect.objectContaining({ message: 'Send one key of 1 to 255 visible ASCII characters.' }),
          ],
        },
      }) as ProblemError,
    );
  });

  it('may be omitted only where it is optional', () => {
    expect(parseIdempotencyKey([], 'optional')).toBeUndefined();
    expect(() => parseIdempotencyKey([], 'required')).toThrow(withCode('IDEMPOTENCY_KEY_REQUIRED'));
    expect(() => parseIdempotencyKey([], 'uuidv7')).toThrow(withCode('IDEMPOTENCY_KEY_REQUIRED'));
  });

  it('must be a UUIDv7 if the policy requires it', () => {
    expect(parseIdempotencyKey([`"${V7}"`], 'uuidv7')).toBe(V7);
    expect(() => parseIdempotencyKey(['order-17'], 'uuidv7')).toThrow(
      expect.objectContaining({
        code: 'IDEMPOTENCY_KEY_INVALID',
        facts: expect.objectContaining({
          errors: [
            { parameter: 'Idempotency-Key', code: 'invalid_key', message: 'Send a UUID of version 7.' },
          ],
        }) as object,
      }) as ProblemError,
    );
  });
});

describe('the time of a key', () => {
  it.each([V7, '019C2CDD-7770-7ABC-BDEF-0123456789AB'])('can be read from a UUIDv7 (%s)', (key) => {
    expect(timeOfKey(key)).toBe(0x019c2cdd7770);
  });

  it.each([
    '019c2cdd-7770-4abc-8def-0123456789ab',
    '019c2cdd-7770-7abc-cdef-0123456789ab',
    '019c2cdd77707abc8def0123456789ab',
    '019c2cdd-7770-7abc-8def-0123456789ab0',
    '0019c2cdd-7770-7abc-8def-0123456789ab',
    'order-17',
  ])('cannot be read from %s', (key) => {
    expect(timeOfKey(key)).toBeUndefined();
  });
});

describe('a key without a record', () => {
  const SINCE_MS = 1_770_000_000_000;
  const TTL_MS = 86_400_000;
  const nowMs = SINCE_MS + 2 * TTL_MS;
  const fresh: Epoch = { id: 'id', sinceMs: SINCE_MS, replaced: false, secretMark: 'mark' };
  const keyOf = (ms: number) => {
    const hex = ms.toString(16).padStart(12, '0');
    return `${hex.slice(0, 8)}-${hex.slice(8)}-7abc-8def-0123456789ab`;
  };
  const age = { nowMs, epoch: fresh, ttlMs: TTL_MS };
  const lost = { nowMs, epoch: { ...fresh, sinceMs: nowMs - 3_600_000, replaced: true }, ttlMs: TTL_MS };
  const young = { ...age, epoch: { ...fresh, sinceMs: nowMs - 3_600_000 } };

  it.each([
    ['none', undefined, age],
    ['one without a time', 'order-17', age],
    ['one made now', keyOf(nowMs), age],
    ['one exactly as old as answers are kept', keyOf(nowMs - TTL_MS), age],
    ['one that is a minute ahead', keyOf(nowMs + 60_000), age],
    ['one as old as a new store', keyOf(nowMs - 3_600_000), young],
    ['one a minute younger than a loss', keyOf(nowMs - 3_600_000 + 60_000), lost],
  ])('may be executed: %s', (_, key, at) => {
    expect(problemOfKeyAge(key, at)).toBeNull();
  });

  it('is refused when it is older than answers are kept, and the problem shows limit and times', () => {
    const problem = problemOfKeyAge(keyOf(nowMs - TTL_MS - 1), age);

    expect(problem).toMatchObject({ code: 'IDEMPOTENCY_KEY_EXPIRED', facts: { outcome: 'unknown' } });
    expect(problem?.facts.detail).toContain('for 86400 seconds');
    expect(problem?.facts.detail).toContain(new Date(nowMs).toISOString());
    expect(problem?.facts.detail).toContain(new Date(nowMs - TTL_MS - 1).toISOString());
  });

  it('is refused when it is more than a minute ahead, and the problem shows by how much', () => {
    const problem = problemOfKeyAge(keyOf(nowMs + 61_000), age);

    expect(problem).toMatchObject({
      code: 'IDEMPOTENCY_KEY_INVALID',
      facts: { errors: [{ parameter: 'Idempotency-Key', code: 'key_from_the_future' }] },
    });
    expect(problem?.facts.errors?.[0]?.message).toContain(', 61 seconds after');
    expect(problemOfKeyAge(keyOf(nowMs + 60_001), age)).not.toBeNull();
  });

  it.each([
    ['older than a loss', keyOf(lost.epoch.sinceMs - 1), lost],
    ['less than a minute younger than a loss', keyOf(lost.epoch.sinceMs + 59_999), lost],
    ['older than a new store', keyOf(young.epoch.sinceMs - 1), young],
  ])('may have been executed when it is %s', (_, key, at) => {
    const problem = problemOfKeyAge(key, at);

    expect(problem).toMatchObject({ code: 'OUTCOME_UNKNOWN', facts: { status: 409, outcome: 'unknown' } });
    expect(problem?.facts.operationId).toBeUndefined();
  });

  it('is refused after a loss with the time from which new keys are accepted', () => {
    const sinceMs = lost.epoch.sinceMs + 60_000;

    expect(problemOfKeyAge(keyOf(lost.epoch.sinceMs), lost)?.facts.detail).toContain(
      new Date(sinceMs).toISOString(),
    );
  });

  it('may be executed only if it was made within the remembered window', () => {
    const around = fc.integer({ min: nowMs - 2 * TTL_MS, max: nowMs + TTL_MS });
    fc.assert(
      fc.property(around, fc.boolean(), (madeAtMs, isLost) => {
        const at = isLost ? lost : age;
        const fromMs = isLost ? lost.epoch.sinceMs + 60_000 : nowMs - TTL_MS;
        const isExecuted = madeAtMs >= fromMs && madeAtMs <= nowMs + 60_000;
        expect(problemOfKeyAge(keyOf(madeAtMs), at) === null).toBe(isExecuted);
      }),
    );
  });
});
