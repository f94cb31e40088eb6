import { LRUCache } from 'lru-cache';
import type { Pseudonyms } from '../../store/pseudonyms';
import { StoreUnavailableError, type Store } from '../../store/store';
import {
  admitLine,
  emptyLineWindow,
  mergeLines,
  parseLineWindow,
  type LineVerdict,
  type LineWindow,
} from './line-window';

export interface DistinctLinesOptions {
  /** Lines within the window; 0 for no limit. */
  readonly most: number;
  readonly windowMs: number;
  /** Among how many the limit is divided while the store does not answer. */
  readonly replicas: number;
}

/** Whoever is forgotten here still counts in the store. */
const REMEMBERED_CALLERS = 10_000;

/** What this process knows about a caller, on its own clock. */
interface KnownCaller {
  /** Every line that this process let through, whoever decided. */
  mine: LineWindow;
  /** The store has said that nothing more goes through before. */
  fullUntilMs: number;
  remaining: number;
  /** One decision after the other: they all change the same record. */
  last: Promise<unknown>;
}

/**
 * Bounds the different lines that a caller may ask for within a window, over all replicas, so that nobody retrieves
 * lines in bulk. A line that counts already is let through without asking the store. Without the store each replica
 * keeps to its share, in which everything counts that it has let through before.
 */
export class DistinctLines {
  private readonly callers = new LRUCache<string, KnownCaller>({ max: REMEMBERED_CALLERS });

  constructor(
    private readonly store: Store,
    private readonly pseudonyms: Pseudonyms,
    private readonly options: DistinctLinesOptions,
    /** Told of each line that this process decides about by itself. */
    private readonly onAlone: () => void,
  ) {}

  get policy(): { readonly quota: number; readonly windowSeconds: number } {
    return { quota: this.options.most, windowSeconds: this.options.windowMs / 1000 };
  }

  /** Null when there is no limit. `line` is the canonical name of a line or account. Never rejects. */
  async admit(callerId: string, line: string): Promise<LineVerdict | null> {
    if (this.options.most === 0) return null;
    const name = this.pseudonyms.of(line);
    const caller = this.callerOf(callerId);
    const decision = caller.last.then(() => this.decide(callerId, caller, name));
    caller.last = decision.catch(() => undefined);
    return await decision;
  }

  private async decide(callerId: string, caller: KnownCaller, line: string): Promise<LineVerdict> {
    const nowMs = performance.now();
    // Beyond every limit: whatever counts already is let through, and nothing else.
    const known = admitLine(caller.mine, { line, nowMs, windowMs: this.options.windowMs, most: 0 });
    caller.mine = known.next;
    if (known.verdict.allowed) return { ...known.verdict, remaining: caller.remaining };
    if (caller.fullUntilMs > nowMs)
      return { allowed: false, remaining: 0, nextMs: caller.fullUntilMs - nowMs };
    try {
      return await this.decideTogether(callerId, caller, line);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      this.onAlone();
      return this.decideAlone(caller, line);
    }
  }

  private async decideTogether(callerId: string, caller: KnownCaller, line: string): Promise<LineVerdict> {
    const { windowMs, most } = this.options;
    const key = `asked:${this.pseudonyms.of(callerId)}`;
    for (;;) {
      const seen = await this.store.read(key);
      const { nowMs } = seen;
      const theirNowMs = performance.now();
      // What was let through while the store was away counts for all once it is back.
      const all = mergeLines(parseLineWindow(seen.text), caller.mine, { nowMs, theirNowMs });
      const { verdict, next } = admitLine(all, { line, nowMs, windowMs, most });
      const text = JSON.stringify(next);
      const unchanged = text === seen.text || next.lines.length === 0;
      if (!unchanged && !(await this.store.compareAndSet(key, seen, text, windowMs))) continue;
      return this.remember(caller, line, verdict);
    }
  }

  private decideAlone(caller: KnownCaller, line: string): LineVerdict {
    const { windowMs, most, replicas } = this.options;
    const share = Math.max(1, Math.floor(most / replicas));
    const nowMs = performance.now();
    const { verdict, next } = admitLine(caller.mine, { line, nowMs, windowMs, most: share });
    caller.mine = next;
    caller.remaining = verdict.remaining;
    return verdict;
  }

  private remember(caller: KnownCaller, line: string, verdict: LineVerdict): LineVerdict {
    const { windowMs } = this.options;
    const nowMs = performance.now();
    if (verdict.allowed) caller.mine = admitLine(caller.mine, { line, nowMs, windowMs, most: Infinity }).next;
    else caller.fullUntilMs = nowMs + verdict.nextMs;
    caller.remaining = verdict.remaining;
    return verdict;
  }

  private callerOf(id: string): KnownCaller {
    const known = this.callers.get(id) ?? {
      mine: emptyLineWindow,
      fullUntilMs: 0,
      remaining: this.options.most,
      last: Promise.resolve(),
    };
    this.callers.set(id, known);
    return known;
  }
}
