import type { Metrics } from '../../observability/metrics';
import { RecentLook } from './recent-look';
import type { UnknownOperations } from './unknown-operations';

const TIMES = { everyMs: 5_000, patienceMs: 1_000, goodForMs: 60_000 };

/**
 * Shows how many writes are of unknown outcome whenever the metrics are read. While the store cannot be looked at there
 * is no such number: 0 would say that all is well.
 */
export function measureUnknownOperations(metrics: Metrics, operations: UnknownOperations): void {
  const recent = new RecentLook(() => operations.look(), TIMES);
  const { unknownOperations, oldestUnknownOperation } = metrics;
  metrics.beforeReading(async () => {
    const open = await recent.seen();
    if (open === null) {
      unknownOperations.remove();
      oldestUnknownOperation.remove();
      return;
    }
    const { count, oldestAtMs } = open;
    unknownOperations.set(count);
    oldestUnknownOperation.set(oldestAtMs === null ? 0 : Math.max(0, (Date.now() - oldestAtMs) / 1000));
  });
}
