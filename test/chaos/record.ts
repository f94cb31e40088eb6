import type { Asking, Fault, History, Resolving, Sending } from './history';
import { monotonicMs } from './monotonic';
import type { RedisKind } from './redis-side';

/** The growing history. */
export class Record implements History {
  readonly askings: Asking[] = [];
  readonly sendings: Sending[] = [];
  readonly resolvings: Resolving[] = [];
  readonly faults: Fault[] = [];
  settled = false;

  constructor(
    readonly redis: RedisKind,
    readonly leaseMs: number,
  ) {}

  /** Records a fault for the duration of the work. */
  async during(name: string, work: () => Promise<void>): Promise<void> {
    const fault: Fault = { name, fromMs: monotonicMs(), untilMs: null };
    this.faults.push(fault);
    await work();
    fault.untilMs = monotonicMs();
  }
}
