import { cacheHeaders } from './cache-status';
import type { CacheOutcome } from './read-cache';

const hit = { kind: 'hit', ageMs: 1_999, ttlMs: 28_001, tooYoung: false } as const;
const asked = { kind: 'asked', why: 'miss', stored: true, collapsed: false } as const;

it.each<[CacheOutcome, string, string | undefined]>([
  [hit, 'hit; ttl=28', '1'],
  [{ ...hit, tooYoung: true }, 'hit; ttl=28; detail=too-young-to-refresh', '1'],
  [asked, 'fwd=miss; stored', undefined],
  [{ ...asked, stored: false, collapsed: true }, 'fwd=miss; collapsed', undefined],
  [{ ...asked, why: 'request' }, 'fwd=request; stored', undefined],
  [{ ...asked, why: 'off', stored: false }, 'fwd=bypass; detail=off', undefined],
  [
    { kind: 'stale', why: 'stale', ageMs: 90_000, ttlMs: -60_000 },
    'fwd=stale; ttl=-60; detail=stale-if-error',
    '90',
  ],
])('writes %j in the format of RFC 9211', (outcome, status, age) => {
  expect(cacheHeaders(outcome)).toEqual({
    'Cache-Status': `freebit-gateway; ${status}`,
    ...(age !== undefined && { Age: age }),
  });
});
