import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Everything that is counted in this process. No label ever holds a line, a caller's text or a free value. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  readonly httpRequests = this.counter('http_requests_total', 'Answers by route template and status', [
    'method',
    'route',
    'status',
  ]);

  readonly httpDuration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Seconds from the head of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 45],
    registers: [this.registry],
  });

  /** Calls by Freebit's document and result code; `result` is `other` for a code that nobody documented. */
  readonly freebitCalls = this.counter('freebit_calls_total', 'Calls to Freebit', ['document', 'result']);

  readonly freebitLogins = this.counter('freebit_logins_total', 'Logins to Freebit', ['result']);

  readonly unknownValues = this.counter(
    'freebit_unknown_values_total',
    'Values that no document of Freebit names',
    ['field'],
  );

  readonly droppedFields = this.counter(
    'freebit_dropped_fields_total',
    'Fields of answers that nobody knows',
    ['document'],
  );

  readonly writes = this.counter('writes_total', 'Writes by what became of them', ['type', 'outcome']);

  /** `hit`: kept; `coalesced`: another caller's question; `miss`: a question of its own; `stale`: Freebit failed. */
  readonly cachedReads = this.counter('cached_reads_total', 'Reads by where their answer came from', [
    'kind',
    'result',
  ]);

  readonly readsWaiting = new Gauge({
    name: 'reads_waiting',
    help: 'Callers whose read waits for Freebit now',
    registers: [this.registry],
  });

  readonly storeLosses = this.counter(
    'store_losses_total',
    'Times that the store was found wiped or replaced',
    [],
  );

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }
}
