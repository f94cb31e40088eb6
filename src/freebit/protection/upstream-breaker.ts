import CircuitBreaker from 'opossum';
import { verdictOf } from './upstream-fault';

export type BreakerState = 'closed' | 'half_open' | 'open';

/** Half of at least five calls within ten seconds: few enough to notice an outage in a quiet hour. */
const OPENS = {
  volumeThreshold: 5,
  errorThresholdPercentage: 49,
  rollingCountTimeout: 10_000,
  rollingCountBuckets: 10,
};

type Task = () => Promise<unknown>;

/**
 * Stops calling Freebit while it is ill. Only faults count, never a refusal; after a while one read finds out whether
 * it is well again, and no write, because nobody would learn what became of it.
 */
export class UpstreamBreaker {
  private readonly circuit: CircuitBreaker<[Task]>;
  private openedAtMs = 0;

  /** With an `openMs` of 0 it never opens. */
  constructor(
    private readonly openMs: number,
    onState: (state: BreakerState) => void = () => undefined,
  ) {
    this.circuit = new CircuitBreaker((task: Task) => task(), {
      ...OPENS,
      enabled: openMs > 0,
      resetTimeout: openMs,
      // Each call has its own deadline, and nobody looks at the statistics.
      timeout: false,
      rollingPercentilesEnabled: false,
      enableSnapshots: false,
      errorFilter: (error: unknown) => !this.countsAsFault(error),
    });
    this.circuit.on('open', () => {
      this.openedAtMs = performance.now();
      onState('open');
    });
    this.circuit.on('halfOpen', () => onState('half_open'));
    this.circuit.on('close', () => onState('closed'));
  }

  /** Milliseconds until asking again makes sense; null when a call of this kind may be made now. */
  refusalMs(effect: 'read' | 'write'): number | null {
    if (this.circuit.closed) return null;
    const probing = this.circuit.halfOpen;
    if (probing && effect === 'read' && this.circuit.pendingClose) return null;
    return probing ? 1_000 : Math.max(0, this.openedAtMs + this.openMs - performance.now());
  }

  /** Makes a call that `refusalMs` has just allowed, and learns from how it ends. */
  async run<Value>(task: () => Promise<Value>): Promise<Value> {
    return (await this.circuit.fire(task)) as Value;
  }

  /** A probe that never reached Freebit has found out nothing. */
  private countsAsFault(error: unknown): boolean {
    const verdict = verdictOf(error);
    return verdict === 'ill' || (verdict === 'not_asked' && this.circuit.halfOpen);
  }
}
