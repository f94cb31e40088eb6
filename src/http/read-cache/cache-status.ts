import type { Judgement } from './freshness';

/** How an answer came about. */
export type CacheOutcome =
  | {
      readonly kind: 'hit';
      readonly ageMs: number;
      readonly ttlMs: number;
      readonly tooYoung: boolean;
    }
  | { readonly kind: 'asked'; readonly why: Why; readonly stored: boolean; readonly collapsed: boolean }
  /** Freebit could not be asked, so what is kept was given. */
  | { readonly kind: 'stale'; readonly why: Why; readonly ageMs: number; readonly ttlMs: number };

type Why = Extract<Judgement, { kind: 'ask' }>['why'];

/** The words that RFC 9211 has for each reason, and ours behind them. */
const REASONS: Readonly<Record<Why, string>> = {
  miss: 'fwd=miss',
  stale: 'fwd=stale',
  request: 'fwd=request',
  off: 'fwd=bypass; detail=off',
  'store-unavailable': 'fwd=bypass; detail=store-unavailable',
  'write-in-progress': 'fwd=bypass; detail=write-in-progress',
};

/** `Cache-Status` (RFC 9211), and `Age` where what is kept was given. */
export function cacheHeaders(outcome: CacheOutcome): Record<string, string> {
  if (outcome.kind === 'asked') {
    const { why, stored, collapsed } = outcome;
    return status(REASONS[why], stored && 'stored', collapsed && 'collapsed');
  }
  const ttl = `ttl=${Math.floor(outcome.ttlMs / 1000)}`;
  const age = { Age: `${Math.floor(outcome.ageMs / 1000)}` };
  return outcome.kind === 'hit'
    ? { ...age, ...status('hit', ttl, outcome.tooYoung && 'detail=too-young-to-refresh') }
    : { ...age, ...status(REASONS[outcome.why], ttl, 'detail=stale-if-error') };
}

function status(...parameters: (string | false)[]): Record<string, string> {
  return { 'Cache-Status': ['freebit-gateway', ...parameters.filter(Boolean)].join('; ') };
}
