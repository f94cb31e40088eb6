import type { CacheEntry } from './cache-entry';

/** The kinds of cached answers. The SIM, its quota and its plan are all read from the detail of its line. */
export type ReadKind = 'detail' | 'traffic' | 'master';

/** How long answers of one kind are served, in milliseconds. */
export interface Lifetimes {
  /** Served for this long without calling Freebit; 0 disables the cache. */
  readonly freshMs: number;
  /** Served for this much longer when Freebit cannot be reached. */
  readonly staleMs: number;
  /** A younger answer is served even to a caller that asks for a new one. */
  readonly refreshAfterMs: number;
}

/** How long "this line does not exist" is served, in milliseconds. */
const NOT_FOUND_MS = 10_000;

/** What the store knows about the writes on a line. */
export interface LineState {
  /** Changes whenever a write on the line begins or ends, and when the store has lost its data. Never repeats. */
  readonly version: string;
  /** Whether a write is running: Freebit may change the line without a further version. */
  readonly busy: boolean;
  /** Whether a write has an unknown outcome and its lease has ended. */
  readonly unsettled: boolean;
  /** The store's clock. */
  readonly nowMs: number;
}

/** What is known when a request arrives. */
export interface Known<Value = unknown> {
  /** Null if the store does not answer. */
  readonly line: LineState | null;
  readonly entry: CacheEntry<Value> | null;
  readonly lifetimes: Lifetimes;
}

/** Why Freebit is called. With the last three, nothing may be stored in the cache or served from it. */
export type WhyAsked = 'miss' | 'stale' | 'request' | 'off' | 'store-unavailable' | 'write-in-progress';

/** Whether Freebit is called, and why. */
export type Judgement<Value = unknown> =
  /** The entry is served; `tooYoung` if the caller asked for a new one. */
  | {
      readonly kind: 'hit';
      readonly entry: CacheEntry<Value>;
      readonly ageMs: number;
      readonly ttlMs: number;
      readonly tooYoung: boolean;
    }
  | { readonly kind: 'ask'; readonly why: WhyAsked };

export function judge<Value>({ line, entry, lifetimes }: Known<Value>, refresh: boolean): Judgement<Value> {
  if (lifetimes.freshMs === 0) return { kind: 'ask', why: 'off' };
  if (line === null) return { kind: 'ask', why: 'store-unavailable' };
  if (line.busy) return { kind: 'ask', why: 'write-in-progress' };
  if (entry?.version !== line.version) return { kind: 'ask', why: 'miss' };
  const ageMs = line.nowMs - entry.askedAtMs;
  const ttlMs = freshMs(entry, lifetimesOn(line, lifetimes)) - ageMs;
  // After the clock was set back, an entry seems to come from the future and has no age.
  if (ttlMs <= 0 || ageMs < 0) return { kind: 'ask', why: 'stale' };
  const tooYoung = refresh && ageMs < lifetimes.refreshAfterMs;
  return refresh && !tooYoung
    ? { kind: 'ask', why: 'request' }
    : { kind: 'hit', entry, ageMs, ttlMs, tooYoung };
}

/**
 * The age of the entry if it may be served when Freebit cannot be reached, `waitedMs` after the request arrived; else
 * null.
 */
export function staleAgeMs({ line, entry, lifetimes }: Known, waitedMs: number): number | null {
  if (line === null || line.busy || entry?.version !== line.version) return null;
  const ageMs = line.nowMs + waitedMs - entry.askedAtMs;
  const lasts = lifetimes.staleMs > 0 && entry.said.kind === 'found';
  return lasts && ageMs >= 0 && ageMs < lifetimes.freshMs + lifetimes.staleMs ? ageMs : null;
}

/** How long an entry is stored. */
export function keptMs({ said }: Pick<CacheEntry, 'said'>, lifetimes: Lifetimes): number {
  return freshMs({ said }, lifetimes) + (said.kind === 'found' ? lifetimes.staleMs : 0);
}

/**
 * While the outcome of a write on the line is unknown, people read it again and again to find out. Until then an answer
 * is fresh only for the age that `no-cache` accepts.
 */
function lifetimesOn({ unsettled }: LineState, lifetimes: Lifetimes): Lifetimes {
  const { freshMs: usualMs, refreshAfterMs } = lifetimes;
  return unsettled ? { ...lifetimes, freshMs: Math.min(usualMs, refreshAfterMs) } : lifetimes;
}

function freshMs({ said }: Pick<CacheEntry, 'said'>, lifetimes: Lifetimes): number {
  return said.kind === 'found' ? lifetimes.freshMs : Math.min(NOT_FOUND_MS, lifetimes.freshMs);
}
