import CircuitBreaker from 'opossum';
import type { CallResult } from '../freebit-error';
import { verdictOf } from './upstream-fault';

export type BreakerState = 'closed' | 'half_open' | 'open';

/** Half of at least five calls within ten seconds: low enough to notice an outage in a quiet hour. */
const OPENS = {
  volumeThreshold: 5,
  errorThresholdPercentage: 49,
  rollingCountTimeout: 10_000,
  rollingCountBuckets: 10,
};

/** How long a half-open breaker waits for a caller's read before it probes by itself, in milliseconds. */
const PROBE_AFTER_MS = 1_000;

type Result = CallResult<unknown>;
type Task = () => Promise<Result>;

/**
 * A circuit breaker for calls to Freebit. Only faults count, never a rejection. When it is half-open, one read is the
 * probe: a caller's, or its own if none comes within a second, so that writes alone also close it. A write is never the
 * probe, because its outcome might stay unknown.
 */
export class UpstreamBreaker {
  private readonly circuit: CircuitBreaker<[Task]>;
  private openedAtMs = 0;

  /** An `openMs` of 0 disables it. `probe` makes a harmless call to Freebit through `run`, and never rejects. */
  constructor(
    private readonly openMs: number,
    onState: (state: BreakerState) => void = () => undefined,
    probe: () => void = () => undefined,
  ) {
    this.circuit = new CircuitBreaker((task: Task) => orFault(task, () => this.circuit.halfOpen), {
      ...OPENS,
      enabled: openMs > 0,
      resetTimeout: openMs,
      // Each call has its own deadline, and the statistics are not read.
      timeout: false,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      errorFilter: (error: unknown) => !(error instanceof UpstreamFault),
    });
    this.circuit.on('open', () => {
      this.openedAtMs = performance.now();
      onState('open');
    });
    this.circuit.on('halfOpen', () => {
      onState('half_open');
      this.probeLater(probe);
    });
    this.circuit.on('close', () => onState('closed'));
  }

  /** Milliseconds until another attempt makes sense; null if a call of this kind may be made now. */
  blockedMs(effect: 'read' | 'write'): number | null {
    if (this.circuit.closed) return null;
    const probing = this.circuit.halfOpen;
    if (probing && effect === 'read' && this.circuit.pendingClose) return null;
    return probing ? 1_000 : Math.max(0, this.openedAtMs + this.openMs - performance.now());
  }

  /** Probes once a second while it is half-open and no read is in flight. */
  private probeLater(probe: () => void): void {
    setTimeout(() => {
      if (!this.circuit.halfOpen) return;
      if (this.circuit.pendingClose) probe();
      this.probeLater(probe);
    }, PROBE_AFTER_MS).unref();
  }

  /** Makes a call that `blockedMs` has just allowed, and counts its result. */
  async run<Output>(task: () => Promise<CallResult<Output>>): Promise<CallResult<Output>> {
    if (this.openMs === 0) return await task();
    try {
      return (await this.circuit.fire(task)) as CallResult<Output>;
    } catch (error) {
      if (error instanceof UpstreamFault) return error.result as CallResult<Output>;
      throw error;
    }
  }
}

/** Reports a fault to the library, which counts what is thrown. */
class UpstreamFault extends Error {
  constructor(readonly result: Result) {
    super('fault');
  }
}

/** A probe that never reached Freebit proves nothing, and counts as a fault. */
async function orFault(task: Task, isHalfOpen: () => boolean): Promise<Result> {
  const result = await task();
  const verdict = verdictOf(result);
  if (verdict === 'ill' || (verdict === 'not_asked' && isHalfOpen())) throw new UpstreamFault(result);
  return result;
}
