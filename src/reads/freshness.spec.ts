import type { CacheEntry } from './cache-entry';
import { judge, keptMs, staleAgeMs, type Known } from './freshness';

const NOW_MS = 1_770_000_000_000;
const lifetimes = { freshMs: 30_000, staleMs: 300_000, refreshAfterMs: 10_000 };
const line = { version: 'e.7', busy: false, unsettled: false, nowMs: NOW_MS };
const aged = (ageMs: number, version = 'e.7'): CacheEntry => ({
  version,
  askedAtMs: NOW_MS - ageMs,
  retrievedAt: '2026-02-05T07:26:46Z',
  said: { kind: 'found', value: {} },
});
const missing = (ageMs: number): CacheEntry => ({
  ...aged(ageMs),
  said: { kind: 'missing', detailCode: '210', statusCode: '400' },
});
const known = (entry: CacheEntry | null, more: Partial<Known> = {}): Known => ({
  line,
  entry,
  lifetimes,
  ...more,
});

describe('what is kept', () => {
  it.each([
    ['is given while it is fresh', known(aged(29_999)), { kind: 'hit', ttlMs: 1, tooYoung: false }],
    ['is asked for again when it is not', known(aged(30_000)), { kind: 'ask', why: 'stale' }],
    ['is nothing at first', known(null), { kind: 'ask', why: 'miss' }],
    ['is nothing after a write', known(aged(1, 'e.6')), { kind: 'ask', why: 'miss' }],
    ['is nothing after a lost write', known(aged(1, 'e.8')), { kind: 'ask', why: 'miss' }],
    [
      'is not given while a write may be under way',
      known(aged(1), { line: { ...line, busy: true } }),
      { kind: 'ask', why: 'write-in-progress' },
    ],
    [
      'is not given when the store does not say whether there was a write',
      known(aged(1), { line: null }),
      { kind: 'ask', why: 'store-unavailable' },
    ],
    [
      'is not given when nothing shall be kept',
      known(aged(1), { lifetimes: { ...lifetimes, freshMs: 0 } }),
      { kind: 'ask', why: 'off' },
    ],
    [
      'is of no known age after the clock was set back',
      known(aged(-3_600_000)),
      { kind: 'ask', why: 'stale' },
    ],
    [
      'says for 10 seconds that there is none',
      known(missing(9_999)),
      { kind: 'hit', ttlMs: 1, tooYoung: false },
    ],
    ['says so no longer', known(missing(10_000)), { kind: 'ask', why: 'stale' }],
  ])('%s', (_wish, given, judgement) => {
    expect(judge(given, false)).toMatchObject(judgement);
  });

  it('is asked for again by a caller who wants a new one, unless it is too young for that', () => {
    expect(judge(known(aged(10_000)), true)).toEqual({ kind: 'ask', why: 'request' });
    expect(judge(known(aged(9_999)), true)).toMatchObject({ kind: 'hit', ttlMs: 20_001, tooYoung: true });
  });
});

describe('when Freebit cannot be asked, what is kept', () => {
  it.each([
    ['stands in for five minutes', known(aged(329_999)), true],
    ['stands in no longer', known(aged(330_000)), false],
    ['counts the time that the caller has waited', known(aged(329_500)), false, 500],
    ['stands in while it is fresh', known(aged(0)), true],
    ['never stands in after a write', known(aged(1, 'e.6')), false],
    [
      'never stands in while a write may be under way',
      known(aged(1), { line: { ...line, busy: true } }),
      false,
    ],
    ['never stands in without the store', known(aged(1), { line: null }), false],
    ['is nothing', known(null), false],
    ['never stands in as "there is none"', known(missing(1)), false],
    ['is of no known age after the clock was set back', known(aged(-1)), false],
    [
      'does not stand in where that is off',
      known(aged(1), { lifetimes: { ...lifetimes, staleMs: 0 } }),
      false,
    ],
  ])('%s', (_wish, given, may, waitedMs = 0) => {
    expect(staleAgeMs(given, waitedMs) !== null).toBe(may);
  });
});

it('keeps an answer for as long as it may be given, and "there is none" no longer than it is fresh', () => {
  expect(keptMs(aged(0), lifetimes)).toBe(330_000);
  expect(keptMs(missing(0), lifetimes)).toBe(10_000);
  expect(keptMs(missing(0), { ...lifetimes, freshMs: 5_000 })).toBe(5_000);
});

it('gives an answer about a line with an unknown write no longer than to a caller that wants a new one', () => {
  const unsettled = { ...line, unsettled: true };
  const traffic = { freshMs: 60_000, staleMs: 300_000, refreshAfterMs: 60_000 };

  expect(judge(known(aged(9_999), { line: unsettled }), false)).toMatchObject({ kind: 'hit', ttlMs: 1 });
  expect(judge(known(aged(10_000), { line: unsettled }), false)).toEqual({ kind: 'ask', why: 'stale' });
  expect(judge(known(aged(59_999), { line: unsettled, lifetimes: traffic }), false)).toMatchObject({
    ttlMs: 1,
  });
});
