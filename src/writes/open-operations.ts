import { setTimeout as pause } from 'node:timers/promises';
import type { Metrics } from '../observability/metrics';
import type { Operations } from './operations';

/**
 * How often the indexes are read, however often the metrics are scraped; also how long a scrape waits, in milliseconds.
 */
const EVERY_MS = 5_000;
const PATIENCE_MS = 1_000;
/** An older result is not shown any more. In milliseconds. */
const GOOD_FOR_MS = 60_000;
/** More open operations than this are counted as this many. */
const COUNTED = 10_000;

type Counts = Awaited<ReturnType<Operations['countOpen']>>;

/**
 * Counts the running and unknown operations over all replicas, for the metrics. While the store cannot be read there is
 * no number, because 0 would mean that there are none.
 */
export function countOpenOperations(operations: Pick<Operations, 'countOpen'>, metrics: Metrics): void {
  let last: { readonly counts: Counts; readonly atMs: number } | null = null;
  let begunAtMs = -Infinity;
  let looking: Promise<void> | null = null;
  const look = async () => {
    const atMs = (begunAtMs = performance.now());
    last = await operations.countOpen(COUNTED).then(
      (counts) => ({ counts, atMs }),
      () => null,
    );
    looking = null;
  };
  metrics.beforeReading(async () => {
    if (performance.now() - begunAtMs >= EVERY_MS) looking ??= look();
    if (looking) await Promise.race([looking, pause(PATIENCE_MS, undefined, { ref: false })]);
    const isGood = last !== null && performance.now() - last.atMs < GOOD_FOR_MS;
    show(metrics, isGood ? last?.counts : undefined);
  });
}

function show(metrics: Metrics, counts: Counts | undefined): void {
  const gauges = [
    [metrics.unknownOperations, metrics.oldestUnknownOperation, counts?.unknown],
    [metrics.runningOperations, metrics.oldestRunningOperation, counts?.running],
  ] as const;
  for (const [number, oldest, open] of gauges) {
    if (open === undefined) {
      number.remove();
      oldest.remove();
      continue;
    }
    number.set(open.count);
    oldest.set(open.oldestAtMs === null ? 0 : Math.max(0, (Date.now() - open.oldestAtMs) / 1000));
  }
}
