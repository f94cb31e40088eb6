import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Everything that is counted in this process. No label ever holds a line, a caller's text or a free value. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly tasks: (() => Promise<void>)[] = [];

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

  /** What was shown to get in, and what became of it; never who showed it. */
  readonly accessDecisions = this.counter(
    'access_decisions_total',
    'Who was let in, and why others were not',
    ['credential', 'decision'],
  );

  /** Calls by Freebit's document and result code; `result` is `other` for a code that nobody documented. */
  readonly freebitCalls = this.counter('freebit_calls_total', 'Calls to Freebit', ['document', 'result']);

  readonly freebitLogins = this.counter('freebit_logins_total', 'Logins to Freebit', ['result']);

  readonly freebitInFlight = this.gauge('freebit_in_flight', 'Calls to Freebit under way');

  readonly freebitWaiting = this.gauge(
    'freebit_waiting',
    'Calls that wait for a place among those under way',
  );

  /** By reason: `breaker_open`, `queue_full`, `queue_timeout`, `rate`. */
  readonly freebitNotCalled = this.counter(
    'freebit_not_called_total',
    'Calls to Freebit that were not made',
    ['reason'],
  );

  readonly freebitRetries = this.counter('freebit_retries_total', 'Reads that were tried a second time', [
    'document',
  ]);

  readonly freebitBreaker = this.gauge('freebit_breaker_state', '0 closed, 1 half-open, 2 open');

  /** By limit: `rate` for requests, `lines` for different lines. */
  readonly callersLimited = this.counter('callers_limited_total', 'Requests beyond what a caller may ask', [
    'limit',
  ]);

  /**
   * Requests and calls that this replica let through or refused by its own share, because Redis did not answer. By
   * limit: `rate` and `lines` of callers, `freebit` for the rate of calls.
   */
  readonly limitsDecidedLocally = this.counter(
    'limits_decided_locally_total',
    'Decisions about a limit that were made without the other replicas',
    ['limit'],
  );

  readonly shed = this.counter('shed_total', 'Requests refused because the gateway had too much to do', [
    'reason',
  ]);

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

  /** Of all replicas; both are absent while the store cannot be looked at. */
  readonly unknownOperations = this.gauge(
    'unknown_operations_open',
    'Writes of unknown outcome that nobody has resolved yet, over all replicas',
  );

  readonly oldestUnknownOperation = this.gauge(
    'unknown_operations_oldest_seconds',
    'Seconds since the oldest of these writes began; 0 when there is none',
  );

  /** The decisions have the names that their owner, the idempotency of writes, gives them. */
  readonly idempotencyDecisions = this.counter(
    'idempotency_decisions_total',
    'Requests for a write by what was decided about their key and line',
    ['decision'],
  );

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

  /** Has something done whenever the metrics are read, before they are. It must end soon and never reject. */
  beforeReading(task: () => Promise<void>): void {
    this.tasks.push(task);
  }

  /** Everything, in the text format of Prometheus. */
  async read(): Promise<string> {
    await Promise.all(this.tasks.map((task) => task()));
    return await this.registry.metrics();
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
  }
}
