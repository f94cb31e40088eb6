import type { StopSignal } from '../freebit/stop-signal';
import type { Line } from '../lines/line';
import type { LineNames } from '../lines/line-names';
import { EPOCH, readEpoch, type Epochs } from '../store/epochs';
import { readRecord } from '../store/records';
import { StoreUnavailableError, type Store } from '../store/store';
import { hasUnknown, isBusy, lineForm, lineKey, RECORDING_PATIENCE_MS } from '../lines/line-record';
import type { CacheEntries, CacheEntry, Said } from './cache-entry';
import {
  judge,
  keptMs,
  staleAgeMs,
  type Known,
  type Lifetimes,
  type LineState,
  type ReadKind,
  type WhyAsked,
} from './freshness';
import { NoLongerWaiting, type SingleFlight, type Waiter } from './single-flight';

/** What to read, and how to fetch it from Freebit. */
export interface Read<Value> {
  readonly kind: ReadKind;
  readonly line: Line;
  readonly fetch: (signal: StopSignal) => Promise<Said<Value>>;
  /** Whether an error of `fetch` says nothing about the line, so that a stale answer may be served. */
  readonly isFault: (error: unknown) => boolean;
}

/** The options of one request. */
export interface ReadRequest {
  /** Whether the caller wants a new answer (`Cache-Control: no-cache`). */
  readonly refresh: boolean;
  readonly onLeave: Waiter['onLeave'];
  /**
   * The decision of the caller's limits, awaited in parallel with the look at the cache. Rejects if the request may not
   * go on.
   */
  readonly admitted?: () => Promise<void>;
}

/** Where an answer came from. */
export type CacheOutcome =
  | { readonly kind: 'hit'; readonly ageMs: number; readonly ttlMs: number; readonly tooYoung: boolean }
  | { readonly kind: 'asked'; readonly why: WhyAsked; readonly stored: boolean; readonly collapsed: boolean }
  /** Freebit could not be reached, so a stale answer was served. */
  | { readonly kind: 'stale'; readonly why: WhyAsked; readonly ageMs: number; readonly ttlMs: number };

export interface Retrieved<Value> {
  readonly entry: CacheEntry<Value>;
  readonly outcome: CacheOutcome;
}

export interface ReadCacheOptions {
  readonly lifetimes: Readonly<Record<ReadKind, Lifetimes>>;
  /** Milliseconds within which a caller is answered. */
  readonly deadlineMs: number;
}

/** What the store holds about a line, with the texts to compare when an answer is stored. */
interface Look<Value> extends Known<Value> {
  readonly bucket: string;
  readonly keys: { readonly line: string; readonly entry: string };
  readonly texts: Texts;
}

type Texts = Readonly<Record<'epoch' | 'line' | 'entry', string | null>>;
const NO_TEXTS: Texts = { epoch: null, line: null, entry: null };

/**
 * While a write may be running on the line, a flight is joined only within this time after its start, in milliseconds.
 * A write whose outcome cannot be recorded is acknowledged later than this after Freebit's answer. So a flight that can
 * be joined began after Freebit had applied every acknowledged write.
 */
const JOINABLE_UNSURE_MS = RECORDING_PATIENCE_MS - 100;

/** Answers reads from the cache, from a flight in progress, or from Freebit: never older than an acknowledged write. */
export class ReadCache {
  constructor(
    private readonly store: Store,
    private readonly epochs: Epochs,
    private readonly names: LineNames,
    private readonly entries: CacheEntries,
    private readonly flights: SingleFlight,
    private readonly options: ReadCacheOptions,
  ) {}

  /** Rejects as `fetch` does, and with `NoLongerWaiting` if the caller has left or its time is over. */
  async read<Value>(
    read: Read<Value>,
    { refresh, onLeave, admitted }: ReadRequest,
  ): Promise<Retrieved<Value>> {
    const cameAtMs = performance.now();
    const [look] = await Promise.all([this.look(read), admitted?.()]);
    const judgement = judge(look, refresh);
    if (judgement.kind === 'hit') {
      const { entry, ...outcome } = judgement;
      return { entry, outcome };
    }
    const { why } = judgement;
    try {
      return await this.ask(read, look, why, {
        cameAtMs,
        untilMs: cameAtMs + this.options.deadlineMs,
        onLeave,
      });
    } catch (error) {
      const late = error instanceof NoLongerWaiting && error.why === 'late';
      const ageMs = staleAgeMs(look, performance.now() - cameAtMs);
      if (!look.entry || ageMs === null || !(late || read.isFault(error))) throw error;
      const ttlMs = look.lifetimes.freshMs - ageMs;
      return { entry: look.entry, outcome: { kind: 'stale', why, ageMs, ttlMs } };
    }
  }

  /** One round trip to the store: the epoch, the line and the entry. All are null if the store does not answer. */
  private async look<Value>({ kind, line }: Read<Value>): Promise<Look<Value>> {
    const { bucket: number, pseudonym } = this.names.of(line);
    const bucket = String(number);
    const keys = { line: lineKey(pseudonym), entry: `read:${kind}:${pseudonym}` };
    const lifetimes = this.options.lifetimes[kind];
    const unknown = { bucket, keys, texts: NO_TEXTS, lifetimes, line: null, entry: null };
    if (this.epochs.isForeign) return unknown;
    try {
      const seen = await this.store.read(bucket, [EPOCH, keys.line, keys.entry]);
      const [epoch = null, lineText = null, entry = null] = seen.texts;
      const texts = { epoch, line: lineText, entry };
      const state = this.stateOf(bucket, texts, seen.nowMs);
      if (state === null) return unknown;
      return { ...unknown, texts, line: state, entry: this.entries.open<Value>(keys.entry, entry) };
    } catch (error) {
      if (error instanceof StoreUnavailableError) return unknown;
      throw error;
    }
  }

  /** Null if this part of the store has lost its data; a new epoch is then started for later reads. */
  private stateOf(bucket: string, texts: Texts, nowMs: number): LineState | null {
    const epoch = readEpoch(texts.epoch);
    if (epoch === null) {
      this.epochs.look().catch(() => undefined);
      return null;
    }
    this.epochs.see(bucket, texts.epoch);
    const record = readRecord(texts.line, lineForm);
    return {
      version: `${epoch.id}.${record?.version ?? 0}`,
      busy: record !== null && isBusy(record, nowMs),
      unsettled: record !== null && hasUnknown(record),
      nowMs,
    };
  }

  private async ask<Value>(
    read: Read<Value>,
    look: Look<Value>,
    why: WhyAsked,
    waiter: Waiter,
  ): Promise<Retrieved<Value>> {
    const sure = look.line !== null && !look.line.busy;
    const keeps = why === 'miss' || why === 'stale' || why === 'request';
    const { value: entry, collapsed } = await this.flights.ask(
      {
        name: `${read.kind}|${read.line.type}|${read.line.id}|${sure ? why === 'request' : 'unsure'}|${look.line?.version ?? ''}`,
        joinableMs: sure ? Infinity : JOINABLE_UNSURE_MS,
        ask: (signal) => this.fetch(read, look, keeps, signal),
      },
      waiter,
    );
    return { entry, outcome: { kind: 'asked', why, stored: keeps, collapsed } };
  }

  /** The entry is dated before the call, so that its age is never too low. */
  private async fetch<Value>(
    read: Read<Value>,
    look: Look<Value>,
    keeps: boolean,
    signal: StopSignal,
  ): Promise<CacheEntry<Value>> {
    const { version, nowMs: askedAtMs } = look.line ?? { version: '', nowMs: 0 };
    try {
      const said = await read.fetch(signal);
      const retrievedAt = `${new Date().toISOString().slice(0, 19)}Z`;
      const entry = { version, askedAtMs, retrievedAt, said };
      if (keeps) this.keep(look, entry);
      return entry;
    } catch (error) {
      if (keeps && !read.isFault(error)) this.drop(look);
      throw error;
    }
  }

  /**
   * Runs in the background. The entry is stored only if no write has begun and no other answer was stored meanwhile.
   */
  private keep<Value>({ bucket, keys, texts, lifetimes }: Look<Value>, entry: CacheEntry<Value>): void {
    this.change(bucket, [
      { key: EPOCH, expected: texts.epoch },
      { key: keys.line, expected: texts.line },
      { ...this.entries.keep(keys.entry, entry, keptMs(entry, lifetimes)), expected: texts.entry },
    ]);
  }

  /** Freebit contradicts the cached entry. */
  private drop({ bucket, keys, texts }: Look<unknown>): void {
    if (texts.entry !== null) this.change(bucket, [{ key: keys.entry, expected: texts.entry, next: null }]);
  }

  private change(...[bucket, changes]: Parameters<Store['commit']>): void {
    this.store.commit(bucket, changes).catch(() => undefined);
  }
}
