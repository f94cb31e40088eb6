import type { RedisStore } from '../store/redis/redis.store';
import { misplacedReply } from '../store/store';
import {
  intervalMs,
  lineState,
  rateState,
  type CallerQuota,
  type LimitState,
  type LineGuard,
  type LineQuota,
  type Standing,
  type Taken,
  type Taking,
} from './caller-window';
import { LOOK, TAKE } from './limit-scripts';

/** A line that this process admitted alone, and for how many more milliseconds it counts. */
export interface UntoldLine {
  readonly name: string;
  readonly leftMs: number;
}

/** The limits of callers over all replicas: one command for each request. */
export class SharedLimits {
  constructor(private readonly store: Pick<RedisStore, 'run'>) {}

  /** Rejects with `StoreUnavailableError`. `untold` are lines of the same limit that the store does not know yet. */
  async take(callerKey: string, taking: Taking, untold: readonly UntoldLine[]): Promise<Taken> {
    const { quota, line } = taking;
    const { rate } = quota;
    const lines = line && quota.lines[line.guard];
    const answer = await this.store.run(TAKE, keyOf(callerKey), [
      ...(rate ? [intervalMs(rate), rate.burst] : [0, 0]),
      ...(line && lines ? [line.guard, lines.most, lines.windowMs, line.name] : ['']),
      ...(line && lines ? untold.flatMap(({ name, leftMs }) => [name, leftMs]) : []),
    ]);
    const [fullAtMs, allowed, used, counts, nextMs, nowMs] = numbersIn(answer, 6);
    return {
      rate: rate ? { ...rateState(rate, fullAtMs, nowMs), allowed: allowed === 1 } : null,
      lines: lines && used >= 0 ? { ...lineState(used, lines, nextMs), allowed: counts === 1 } : null,
    };
  }

  /** Rejects with `StoreUnavailableError`. */
  async look(callerKey: string, { rate, lines }: CallerQuota): Promise<Standing> {
    const answer = await this.store.run(LOOK, keyOf(callerKey), []);
    const [fullAtMs, nowMs, traffic, trafficEndMs, other, otherEndMs] = numbersIn(answer, 6);
    const stateOf = (quota: LineQuota | undefined, used: number, endMs: number): LimitState | null =>
      quota ? lineState(used, quota, Math.max(0, endMs - nowMs)) : null;
    const states: Record<LineGuard, LimitState | null> = {
      traffic: stateOf(lines.traffic, traffic, trafficEndMs),
      other: stateOf(lines.other, other, otherEndMs),
    };
    return { rate: rate ? rateState(rate, fullAtMs, nowMs) : null, lines: states };
  }
}

/** The braces keep everything about a caller in one slot of a cluster. */
function keyOf(callerKey: string): string {
  return `limits:{${callerKey}}`;
}

type Six = readonly [number, number, number, number, number, number];

function numbersIn(answer: unknown, count: 6): Six {
  const values = Array.isArray(answer) ? answer.map(Number) : [];
  if (values.length !== count || values.some(Number.isNaN)) throw misplacedReply();
  return values as unknown as Six;
}
