import { callAt } from '../calls/calls';
import { chances } from './chance';
import type { Fault } from './fault';
import { html } from './html';
import { reset } from './reset';

/** A fault that is planned for the next requests. */
export interface PlannedFault {
  readonly fault: Fault;
  /** Below `/emptool/api`; null: any path, the login included. */
  readonly path: string | null;
  /** The number of remaining requests; may be Infinity. */
  remaining: number;
}

export interface ErrorRate {
  /** From 0 to 1. */
  readonly probability: number;
  /** Makes the sequence repeatable; default 1. */
  readonly seed?: number;
  /** Default `html`. */
  readonly fault?: 'html' | 'reset';
  /** Default: every path, the login included. */
  readonly path?: string;
}

const assertPath = (path: string | null | undefined): void => {
  if (path && callAt(path) === undefined) throw new RangeError(`the simulator has no path ${path}`);
};

/** The faults of requests. A planned fault takes precedence over the error rate. */
export class FaultPlan {
  #planned: PlannedFault[] = [];
  #latencies = new Map<string | null, number>();
  #errorRate: ErrorRate | null = null;
  #draw = chances(1);

  /** Plans a fault for the next requests, to a path or to any. */
  next(fault: Fault, path: string | null = null, times = 1): void {
    assertPath(path);
    this.#planned.push({ fault, path, remaining: times });
  }

  /**
   * Delays every request before it is processed; the latency of a path takes precedence over the general one. 0 ends
   * it.
   */
  latency(ms: number, path: string | null = null): void {
    assertPath(path);
    this.#latencies.set(path, ms);
  }

  /** Makes requests fail at random. A probability of 0 ends it. */
  errorRate(rate: ErrorRate): void {
    assertPath(rate.path);
    this.#errorRate = rate;
    this.#draw = chances(rate.seed ?? 1);
  }

  latencyOf(path: string): number {
    return this.#latencies.get(path) ?? this.#latencies.get(null) ?? 0;
  }

  /** The fault of this request, if any; a planned one is used up. */
  take(path: string): Fault | null {
    const planned = this.#planned.find((candidate) => (candidate.path ?? path) === path);
    if (planned === undefined) return this.#byChance(path);
    planned.remaining -= 1;
    if (planned.remaining <= 0) this.#planned = this.#planned.filter((other) => other !== planned);
    return planned.fault;
  }

  #byChance(path: string): Fault | null {
    const rate = this.#errorRate;
    if (rate === null || (rate.path ?? path) !== path || this.#draw() >= rate.probability) return null;
    return rate.fault === 'reset' ? reset : html;
  }

  /** The faults that are still planned. */
  pending(): { fault: string; path: string | null; times: number | 'always' }[] {
    return this.#planned.map(({ fault, path, remaining }) => ({
      fault: fault.name,
      path,
      times: Number.isFinite(remaining) ? remaining : 'always',
    }));
  }

  /** Latencies by path; `*` is every path. */
  latencies(): Record<string, number> {
    return Object.fromEntries([...this.#latencies].map(([path, ms]) => [path ?? '*', ms]));
  }

  currentErrorRate(): ErrorRate | null {
    return this.#errorRate;
  }

  /** Removes all faults. */
  clear(): void {
    this.#planned = [];
    this.#latencies.clear();
    this.#errorRate = null;
  }
}
