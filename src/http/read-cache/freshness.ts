import type { LineVersion } from '../idempotency/line-versions';
import type { CacheEntry } from './cache-entry';
import { NOT_FOUND_MS, type Lifetimes } from './read-kind';

/** What is known when a caller asks. */
export interface Known {
  /** Null when the store gives no answer. */
  readonly line: LineVersion | null;
  readonly entry: CacheEntry | null;
  readonly lifetimes: Lifetimes;
}

/** Whether Freebit is asked, and why. */
export type Judgement =
  /** What is kept is the answer; `tooYoung` although the caller wanted a new one. */
  | { readonly kind: 'hit'; readonly ttlMs: number; readonly tooYoung: boolean }
  | { readonly kind: 'ask'; readonly why: 'miss' | 'stale' | 'request' }
  /** Nothing may be kept, or taken from what is. */
  | { readonly kind: 'ask'; readonly why: 'off' | 'store-unavailable' | 'write-in-progress' };

export function judge({ line, entry, lifetimes }: Known, refresh: boolean): Judgement {
  if (lifetimes.freshMs === 0) return { kind: 'ask', why: 'off' };
  if (line === null) return { kind: 'ask', why: 'store-unavailable' };
  if (line.busy) return { kind: 'ask', why: 'write-in-progress' };
  if (entry === null || !isCurrent(entry, line)) return { kind: 'ask', why: 'miss' };
  const ageMs = line.nowMs - entry.askedAtMs;
  const ttlMs = freshMs(entry, lifetimes) - ageMs;
  // A clock that was set back makes an entry look as if it were yet to come: nobody can tell how old it is.
  if (ttlMs <= 0 || ageMs < 0) return { kind: 'ask', why: 'stale' };
  const tooYoung = refresh && ageMs < lifetimes.refreshAfterMs;
  return refresh && !tooYoung ? { kind: 'ask', why: 'request' } : { kind: 'hit', ttlMs, tooYoung };
}

/** Whether what is kept may be the answer when Freebit cannot be asked, `waitedMs` after the caller came. */
export function mayBeStale({ line, entry, lifetimes }: Known, waitedMs: number): boolean {
  if (line === null || line.busy || entry === null || !isCurrent(entry, line)) return false;
  const ageMs = line.nowMs + waitedMs - entry.askedAtMs;
  const lasts = lifetimes.staleMs > 0 && entry.answer.kind === 'found';
  return lasts && ageMs >= 0 && ageMs < lifetimes.freshMs + lifetimes.staleMs;
}

/**
 * An answer about a line is given only as long as any caller has to put up with it, while people look there for what
 * became of a write.
 */
export function lifetimesOn({ unsettled }: LineVersion, lifetimes: Lifetimes): Lifetimes {
  const { freshMs, refreshAfterMs } = lifetimes;
  return unsettled ? { ...lifetimes, freshMs: Math.min(freshMs, refreshAfterMs) } : lifetimes;
}

/** Whether no write has begun or ended on the line since before Freebit was asked. */
function isCurrent(entry: Pick<CacheEntry, 'version'>, { version }: LineVersion): boolean {
  return entry.version === version;
}

/** How long an entry is of any use. */
export function keptMs({ answer }: Pick<CacheEntry, 'answer'>, lifetimes: Lifetimes): number {
  const lasting = answer.kind === 'found' ? lifetimes.staleMs : 0;
  return freshMs({ answer }, lifetimes) + lasting;
}

function freshMs({ answer }: Pick<CacheEntry, 'answer'>, lifetimes: Lifetimes): number {
  return answer.kind === 'found' ? lifetimes.freshMs : Math.min(NOT_FOUND_MS, lifetimes.freshMs);
}
