import { LRUCache } from 'lru-cache';
import type { Caller } from '../access/caller';
import type { Config } from '../config/config';
import type { Line } from '../lines/line';
import type { LineNames } from '../lines/line-names';
import { StoreUnavailableError } from '../store/store';
import type { CallerNames } from './caller-names';
import {
  CallerWindow,
  type CallerQuota,
  type LimitState,
  type LineGuard,
  type LineQuota,
  type NamedLine,
  type RateQuota,
  type Standing,
  type Taken,
  type Taking,
} from './caller-window';
import type { SharedLimits, UntoldLine } from './shared-limits';

/** The names of lines and callers in the store. */
export interface LimitNames {
  readonly lines: LineNames;
  readonly callers: CallerNames;
}

/** How many callers this process remembers. A forgotten one still counts in the store. */
const REMEMBERED_CALLERS = 10_000;

/** What this process knows about a caller, on its own clock. */
interface KnownCaller {
  readonly key: string;
  /** Requests that this process admitted, alone or with the store. */
  readonly own: CallerWindow;
  /**
   * Lines that this process admitted alone, and until when they count. They are sent to the store as soon as it
   * answers.
   */
  readonly untold: Record<LineGuard, Map<string, number>>;
  /** Until when the store has refused further requests. */
  rateEmptyUntilMs: number;
  readonly linesFullUntilMs: Record<LineGuard, number>;
  inFlight: number;
}

/**
 * Rate, different lines and requests in flight of each caller. Rate and lines are counted over all replicas, by one
 * command for each request. While the store does not answer, each replica keeps to its share of every limit.
 */
export class CallerLimits {
  private readonly callers = new LRUCache<string, KnownCaller>({ max: REMEMBERED_CALLERS });

  constructor(
    /** For every caller whose client has no settings of its own. 0 is no limit. */
    private readonly options: Config['limits'],
    private readonly names: LimitNames,
    /** Null if this process is the only one. */
    private readonly shared: SharedLimits | null,
    /** Called for each decision that this process makes alone because the store does not answer. */
    private readonly onAlone: (limit: 'rate' | 'lines') => void,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Takes an in-flight slot and returns a function that releases it; null if none is free. */
  enter(caller: Caller): (() => void) | null {
    const known = this.known(caller);
    if (known.inFlight >= this.inFlightOf(caller)) return null;
    known.inFlight++;
    return () => known.inFlight--;
  }

  inFlightOf({ inFlight = this.options.callerInFlight }: Caller): number {
    return inFlight;
  }

  /** Synchronous where no store has to be asked. Never rejects. */
  take(caller: Caller, line: Line | null, guard: LineGuard): Taken | Promise<Taken> {
    const quota = this.quotaOf(caller);
    const isGuarded = line !== null && quota.lines[guard] !== undefined;
    if (!quota.rate && !isGuarded) return { rate: null, lines: null };
    const known = this.known(caller);
    const name = isGuarded ? this.names.lines.of(line).pseudonym : '';
    const taking: Taking = { quota, line: isGuarded ? { name, guard } : undefined };
    if (this.shared === null) return known.own.take(taking, this.nowMs());
    return this.rateIsEmpty(known, quota) ?? this.takeShared(this.shared, known, taking);
  }

  /** What is left of the limits of a caller. Never rejects. */
  async standing(caller: Caller): Promise<Standing> {
    const [known, quota] = [this.known(caller), this.quotaOf(caller)];
    if (this.shared === null) return known.own.look(quota, this.nowMs());
    try {
      return await this.shared.look(known.key, quota);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      return known.own.look(this.shareOf(quota), this.nowMs());
    }
  }

  /** How many more requests a caller may have in flight on this replica. */
  placesLeft(caller: Caller): number {
    return Math.max(0, this.inFlightOf(caller) - this.known(caller).inFlight);
  }

  /** The limits of a caller over all replicas. */
  quotaOf(caller: Caller): CallerQuota {
    const { callerRate, lines } = this.options;
    const { windowMs, most, mostOther } = lines;
    return {
      rate: rateOf(caller.ratePerSecond, callerRate),
      lines: {
        traffic: lineQuota(caller.trafficLines ?? most, windowMs),
        other: lineQuota(caller.otherLines ?? mostOther, windowMs),
      },
    };
  }

  /** An empty bucket fills only with time and other replicas can only empty it, so the store need not be asked before. */
  private rateIsEmpty({ rateEmptyUntilMs }: KnownCaller, { rate }: CallerQuota): Taken | null {
    const leftMs = rateEmptyUntilMs - this.nowMs();
    return rate && leftMs > 0
      ? { rate: { allowed: false, remaining: 0, nextMs: leftMs }, lines: null }
      : null;
  }

  private async takeShared(shared: SharedLimits, known: KnownCaller, taking: Taking): Promise<Taken> {
    const untold = taking.line ? this.untoldOf(known.untold[taking.line.guard]) : [];
    try {
      const taken = await shared.take(known.key, taking, untold);
      this.remember(known, taking, taken);
      if (taking.line && taken.lines)
        for (const { name } of untold) known.untold[taking.line.guard].delete(name);
      return taken;
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      return this.takeAlone(known, taking);
    }
  }

  private remember(known: KnownCaller, { quota, line }: Taking, { rate, lines }: Taken): void {
    const nowMs = this.nowMs();
    if (rate?.allowed === false) known.rateEmptyUntilMs = nowMs + rate.nextMs;
    if (!line || !lines) return;
    const { windowMs = 0 } = quota.lines[line.guard] ?? {};
    if (!lines.allowed) known.linesFullUntilMs[line.guard] = nowMs + lines.nextMs;
    else if (!known.own.counts(line, nowMs)) known.own.add(line, nowMs + windowMs, nowMs);
  }

  /** Keeps to this replica's share, which includes everything that it admitted before. */
  private takeAlone(known: KnownCaller, taking: Taking): Taken {
    if (taking.quota.rate) this.onAlone('rate');
    if (taking.line) this.onAlone('lines');
    const full = taking.line ? this.linesAreFull(known, taking.line) : null;
    const share: Taking = { quota: this.shareOf(taking.quota), line: full ? undefined : taking.line };
    const taken = known.own.take(share, this.nowMs());
    if (full) return taken.rate?.allowed === false ? taken : { ...taken, lines: full };
    if (taking.line && taken.lines?.allowed) this.noteUntold(known, taking, taking.line);
    return taken;
  }

  /** The store has refused further lines until some instant; those that already count may still be used. */
  private linesAreFull(known: KnownCaller, line: NamedLine): LimitState | null {
    const nowMs = this.nowMs();
    const nextMs = known.linesFullUntilMs[line.guard] - nowMs;
    return nextMs > 0 && !known.own.counts(line, nowMs) ? { allowed: false, remaining: 0, nextMs } : null;
  }

  private noteUntold(known: KnownCaller, { quota }: Taking, { name, guard }: NamedLine): void {
    known.untold[guard].set(name, this.nowMs() + (quota.lines[guard]?.windowMs ?? 0));
  }

  private untoldOf(untold: Map<string, number>): UntoldLine[] {
    if (untold.size === 0) return [];
    const nowMs = this.nowMs();
    for (const [name, untilMs] of untold) if (untilMs <= nowMs) untold.delete(name);
    return [...untold].map(([name, untilMs]) => ({ name, leftMs: untilMs - nowMs }));
  }

  private shareOf({ rate, lines }: CallerQuota): CallerQuota {
    const { replicas } = this.options;
    const share = (all: number) => Math.max(1, Math.floor(all / replicas));
    const ofLines = (quota: LineQuota | undefined) => quota && { ...quota, most: share(quota.most) };
    return {
      rate: rate && { perSecond: rate.perSecond / replicas, burst: share(rate.burst) },
      lines: { traffic: ofLines(lines.traffic), other: ofLines(lines.other) },
    };
  }

  private known({ id }: Caller): KnownCaller {
    const known = this.callers.get(id);
    if (known) return known;
    const made: KnownCaller = {
      key: this.names.callers.of(id).pseudonym,
      own: new CallerWindow(),
      untold: { traffic: new Map(), other: new Map() },
      rateEmptyUntilMs: 0,
      linesFullUntilMs: { traffic: 0, other: 0 },
      inFlight: 0,
    };
    this.callers.set(id, made);
    return made;
  }
}

/** A client's own rate has a burst of two seconds' worth, at least one request. */
function rateOf(own: number | undefined, all: RateQuota): RateQuota | undefined {
  if (own !== undefined && own !== all.perSecond)
    return { perSecond: own, burst: Math.max(1, Math.ceil(2 * own)) };
  return all.perSecond === 0 ? undefined : all;
}

function lineQuota(most: number, windowMs: number): LineQuota | undefined {
  return most === 0 ? undefined : { most, windowMs };
}
