import { RECORDING_PATIENCE_MS } from '../idempotency/at-most-once';
import type { LineVersion } from '../idempotency/line-versions';
import type { CacheEntries } from './cache-entries';
import type { Answer, CacheEntry } from './cache-entry';
import { judge, keptMs, type Judgement, type Known } from './freshness';
import type { Flights, Waiter } from './flights';
import type { Lifetimes, Subject } from './read-kind';

/** Something to read, and how to read it when it is not kept. */
export interface Read<Value> extends Subject {
  readonly fetch: (signal: AbortSignal) => Promise<Answer<Value>>;
  /** Whether an error of `fetch` tells nothing about the subject, so that an earlier answer may stand in. */
  readonly isFault: (error: unknown) => boolean;
}

export interface Fetched<Value> {
  readonly entry: CacheEntry<Value>;
  /** Whether it is kept from now on. */
  readonly stored: boolean;
  /** Whether somebody else's question brought it. */
  readonly collapsed: boolean;
}

/**
 * A flight on a line that may be being written on is joined only by who came so soon after its beginning: a write that
 * was acknowledged by then without a record of its end was answered longer ago, so the flight began after it. Where the
 * store cannot be asked this holds for writes that have no record either. One that another replica has recorded may be
 * missed for so long: the price for not asking Freebit once for every caller.
 */
const JOINABLE_UNSURE_MS = RECORDING_PATIENCE_MS - 100;

/** Asks Freebit once for all who ask the same at the same time, and keeps what it says. */
export class SharedFetches {
  constructor(
    private readonly entries: CacheEntries,
    private readonly flights: Flights,
  ) {}

  /** Rejects as `read.fetch` does, and with `NoLongerWaiting`. */
  async fetch<Value>(
    read: Read<Value>,
    known: Known,
    why: Extract<Judgement, { kind: 'ask' }>['why'],
    waiter: Waiter,
  ): Promise<Fetched<Value>> {
    const { line, lifetimes } = known;
    const sure = read.kind === 'master' || (line !== null && !line.busy);
    const keeps = why === 'miss' || why === 'stale' || why === 'request';
    const route = {
      name: `${read.kind}|${read.account}|${sure ? 'idle' : 'unsure'}|${line?.version ?? ''}`,
      joinableMs: sure ? Infinity : JOINABLE_UNSURE_MS,
      begin: (signal: AbortSignal) =>
        keeps && line ? this.fill(read, { line, lifetimes, signal }) : this.ask(read, { line, signal }),
    };
    const { value, collapsed } = await this.flights.join(route, waiter);
    return { ...value, collapsed: collapsed || value.collapsed };
  }

  private async fill<Value>(
    read: Read<Value>,
    { line, lifetimes, signal }: { line: LineVersion; lifetimes: Lifetimes; signal: AbortSignal },
  ): Promise<Fetched<Value>> {
    const quicker = await this.quicker<Value>(read, line, lifetimes);
    if (quicker) return { entry: quicker, stored: true, collapsed: true };
    try {
      const fetched = await this.ask(read, { line, signal });
      const ttlMs = keptMs(fetched.entry, lifetimes);
      return { ...fetched, stored: await this.entries.keep(read, fetched.entry, ttlMs) };
    } catch (error) {
      if (!read.isFault(error)) await this.entries.drop(read);
      throw error;
    }
  }

  /** What was brought between the caller's look and this flight, by a flight that has just landed or another replica. */
  private async quicker<Value>(
    subject: Subject,
    line: LineVersion,
    lifetimes: Lifetimes,
  ): Promise<CacheEntry<Value> | null> {
    const found = await this.entries.find<Value>(subject).catch(() => null);
    if (!found) return null;
    const now = { ...line, nowMs: Math.max(line.nowMs, found.nowMs) };
    const { kind } = judge({ line: now, entry: found.entry, lifetimes }, true);
    return kind === 'hit' ? found.entry : null;
  }

  /** Dated from before the question, so that an answer is never taken for younger than it is. */
  private async ask<Value>(
    read: Read<Value>,
    { line, signal }: { line: LineVersion | null; signal: AbortSignal },
  ): Promise<Fetched<Value>> {
    const answer = await read.fetch(signal);
    const retrievedAt = new Date().toISOString().replace(/\.\d{3}Z$/, 'Z');
    const { version, nowMs: askedAtMs } = line ?? { version: 0, nowMs: 0 };
    return { entry: { version, askedAtMs, retrievedAt, answer }, stored: false, collapsed: false };
  }
}
