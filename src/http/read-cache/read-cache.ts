import type { LineVersions } from '../idempotency/line-versions';
import { StoreUnavailableError } from '../../store/store';
import type { CacheEntries } from './cache-entries';
import type { Answer, CacheEntry } from './cache-entry';
import type { CacheOutcome } from './cache-status';
import { judge, lifetimesOn, mayBeStale, type Known } from './freshness';
import { NoLongerWaiting } from './flights';
import type { ReadCall } from './read-call.decorator';
import type { Lifetimes, ReadKind, Subject } from './read-kind';
import type { Read, SharedFetches } from './shared-fetches';

/** An answer and how old it is. */
export interface Retrieved<Value> {
  readonly answer: Answer<Value>;
  /** RFC 3339 in UTC. */
  readonly retrievedAt: string;
  /** Whether Freebit could not be asked. */
  readonly stale: boolean;
}

export type ReadResult = 'hit' | 'miss' | 'coalesced' | 'stale';

export interface ReadCacheParts {
  readonly versions: Pick<LineVersions, 'current'>;
  readonly entries: CacheEntries;
  readonly fetches: SharedFetches;
  /** Told of every read that was answered. */
  readonly onRead: (kind: ReadKind, result: ReadResult) => void;
}

export interface ReadCacheOptions {
  readonly lifetimes: Readonly<Record<ReadKind, Lifetimes>>;
  /** Milliseconds within which a caller is answered. */
  readonly deadlineMs: number;
}

/** Master accounts are never written on. */
const UNWRITTEN = { version: 0, busy: false, unsettled: false };

interface Given<Value> {
  readonly entry: CacheEntry<Value>;
  readonly outcome: CacheOutcome;
}

/** Answers reads from what is kept, from what is under way, or from Freebit: never older than an acknowledged write. */
export class ReadCache {
  constructor(
    private readonly parts: ReadCacheParts,
    private readonly options: ReadCacheOptions,
  ) {}

  /** Rejects as `fetch` does, and with `NoLongerWaiting` when the caller has left or its time is over. */
  async read<Value>(read: Read<Value>, call: ReadCall): Promise<Retrieved<Value>> {
    const { outcome, entry } = await this.obtain(read, call);
    call.tell(outcome);
    this.parts.onRead(read.kind, resultOf(outcome));
    const { answer, retrievedAt } = entry;
    return { answer, retrievedAt, stale: outcome.kind === 'stale' };
  }

  private async obtain<Value>(read: Read<Value>, call: ReadCall): Promise<Given<Value>> {
    const cameAtMs = performance.now();
    const known = await this.look<Value>(read);
    const { entry, line } = known;
    const judgement = judge(known, call.refresh);
    if (judgement.kind === 'hit' && entry && line)
      return { entry, outcome: { ...judgement, ageMs: line.nowMs - entry.askedAtMs } };
    const why = judgement.kind === 'hit' ? 'miss' : judgement.why;
    const waiter = { cameAtMs, untilMs: cameAtMs + this.options.deadlineMs, gone: call.gone };
    try {
      const { entry: fetched, ...how } = await this.parts.fetches.fetch(read, known, why, waiter);
      return { entry: fetched, outcome: { kind: 'asked', why, ...how } };
    } catch (error) {
      const waitedMs = performance.now() - cameAtMs;
      const late = error instanceof NoLongerWaiting && error.why === 'late';
      if (!entry || !line || !(late || read.isFault(error)) || !mayBeStale(known, waitedMs)) throw error;
      const ageMs = line.nowMs + waitedMs - entry.askedAtMs;
      return { entry, outcome: { kind: 'stale', why, ageMs, ttlMs: known.lifetimes.freshMs - ageMs } };
    }
  }

  /** What the store knows; nothing when it does not answer. */
  private async look<Value>(subject: Subject): Promise<Known & { entry: CacheEntry<Value> | null }> {
    const lifetimes = this.options.lifetimes[subject.kind];
    const isWritten = subject.kind !== 'master';
    try {
      const [version, found] = await Promise.all([
        isWritten ? this.parts.versions.current(subject.account) : null,
        isWritten && lifetimes.freshMs === 0 ? null : this.parts.entries.find<Value>(subject),
      ]);
      const line = version ?? { ...UNWRITTEN, nowMs: found?.nowMs ?? 0 };
      return { line, entry: found?.entry ?? null, lifetimes: lifetimesOn(line, lifetimes) };
    } catch (error) {
      if (error instanceof StoreUnavailableError) return { line: null, entry: null, lifetimes };
      throw error;
    }
  }
}

function resultOf(outcome: CacheOutcome): ReadResult {
  if (outcome.kind !== 'asked') return outcome.kind;
  return outcome.collapsed ? 'coalesced' : 'miss';
}
