import type { WhyAsked } from './freshness';
import type { CacheOutcome } from './read-cache';

/** The words of RFC 9211 for each reason, followed by ours. */
const REASONS: Readonly<Record<WhyAsked, string>> = {
  miss: 'fwd=miss',
  stale: 'fwd=stale',
  request: 'fwd=request',
  off: 'fwd=bypass; detail=off',
  'store-unavailable': 'fwd=bypass; detail=store-unavailable',
  'write-in-progress': 'fwd=bypass; detail=write-in-progress',
};

/** `Cache-Status` (RFC 9211), and `Age` for a cached answer. */
export function cacheHeaders(outcome: CacheOutcome): Record<string, string> {
  if (outcome.kind === 'asked') {
    const { why, stored, collapsed } = outcome;
    return {
      'Cache-Status': `freebit-gateway; ${REASONS[why]}${stored ? '; stored' : ''}${collapsed ? '; collapsed' : ''}`,
    };
  }
  const { ageMs, ttlMs } = outcome;
  const how =
    outcome.kind === 'hit'
      ? `hit; ttl=${seconds(ttlMs)}${outcome.tooYoung ? '; detail=too-young-to-refresh' : ''}`
      : `${REASONS[outcome.why]}; ttl=${seconds(ttlMs)}; detail=stale-if-error`;
  return { Age: `${seconds(ageMs)}`, 'Cache-Status': `freebit-gateway; ${how}` };
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
