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

describe('a cached answer', () => {
  it.each([
    ['is a hit while it is fresh', known(aged(29_999)), { kind: 'hit', ttlMs: 1, tooYoung: false }],
    ['is stale afterwards', known(aged(30_000)), { kind: 'ask', why: 'stale' }],
    ['is a miss at first', known(null), { kind: 'ask', why: 'miss' }],
    ['is a miss after a write', known(aged(1, 'e.6')), { kind: 'ask', why: 'miss' }],
    ['is a miss after a lost write', known(aged(1, 'e.8')), { kind: 'ask', why: 'miss' }],
    [
      'is not served while a write may be under way',
      known(aged(1), { line: { ...line, busy: true } }),
      { kind: 'ask', why: 'write-in-progress' },
    ],
    [
      'is not served when the store cannot tell whether there was a write',
      known(aged(1), { line: null }),
      { kind: 'ask', why: 'store-unavailable' },
    ],
    [
      'is not served when caching is off',
      known(aged(1), { lifetimes: { ...lifetimes, freshMs: 0 } }),
      { kind: 'ask', why: 'off' },
    ],
    ['has no known age after the clock was set back', known(aged(-3_600_000)), { kind: 'ask', why: 'stale' }],
    [
      'that there is no such line is a hit for 10 seconds',
      known(missing(9_999)),
      { kind: 'hit', ttlMs: 1, tooYoung: false },
    ],
    ['that there is no such line is stale afterwards', known(missing(10_000)), { kind: 'ask', why: 'stale' }],
  ])('%s', (_wish, given, judgement) => {
    expect(judge(given, false)).toMatchObject(judgement);
  });

  it('is refreshed for a caller that asks for it, unless it is too young', () => {
    expect(judge(known(aged(10_000)), true)).toEqual({ kind: 'ask', why: 'request' });
    expect(judge(known(aged(9_999)), true)).toMatchObject({ kind: 'hit', ttlMs: 20_001, tooYoung: true });
  });
});

describe('while Freebit is unavailable, a cached answer', () => {
  it.each([
    ['is served stale for five minutes', known(aged(329_999)), true],
    ['is not served any longer', known(aged(330_000)), false],
    ['is older by the time that the caller has waited', known(aged(329_500)), false, 500],
    ['is served while it is fresh', known(aged(0)), true],
    ['is never served after a write', known(aged(1, 'e.6')), false],
    [
      'is never served while a write may be under way',
      known(aged(1), { line: { ...line, busy: true } }),
      false,
    ],
    ['is never served without the store', known(aged(1), { line: null }), false],
    ['may be missing', known(null), false],
    ['that there is no such line is never served', known(missing(1)), false],
    ['has no known age after the clock was set back', known(aged(-1)), false],
    ['is not served where that is off', known(aged(1), { lifetimes: { ...lifetimes, staleMs: 0 } }), false],
  ])('%s', (_wish, given, may, waitedMs = 0) => {
    expect(staleAgeMs(given, waitedMs) !== null).toBe(may);
  });
});

it('an answer is kept as long as it may be served, and a missing line only while it is fresh', () => {
  expect(keptMs(aged(0), lifetimes)).toBe(330_000);
  expect(keptMs(missing(0), lifetimes)).toBe(10_000);
  expect(keptMs(missing(0), { ...lifetimes, freshMs: 5_000 })).toBe(5_000);
});

it('an answer for a line with an unknown write is fresh only until a caller could refresh it', () => {
  const unsettled = { ...line, unsettled: true };
  const traffic = { freshMs: 60_000, staleMs: 300_000, refreshAfterMs: 60_000 };

  expect(judge(known(aged(9_999), { line: unsettled }), false)).toMatchObject({ kind: 'hit', ttlMs: 1 });
  expect(judge(known(aged(10_000), { line: unsettled }), false)).toEqual({ kind: 'ask', why: 'stale' });
  expect(judge(known(aged(59_999), { line: unsettled, lifetimes: traffic }), false)).toMatchObject({
    ttlMs: 1,
  });
});
