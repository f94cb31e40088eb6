import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { BoundedNames } from './bounded-names';
import type { Output } from './output';
import { SharedText } from './shared-text';
import { VERSION } from './version';

const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 45];
const FREEBIT_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 8, 20, 40];

/** A response of this gateway. */
export interface AnsweredRequest {
  readonly method: string;
  /** The template, or `none`. */
  readonly route: string;
  readonly status: number;
  /** The id of an API client, `token` for access tokens, `none` without a credential. */
  readonly client: string;
  /** Undefined if no time was measured, for a response before routing. */
  readonly seconds?: number;
}

/** The series of one route, method and status, looked up once. */
interface RequestSeries {
  readonly counted: Counter.Internal;
  readonly took: Histogram.Internal<string>;
}

/** A part of the gateway that can fail. */
export type FailingPart = 'freebit' | 'store' | 'audit' | 'access' | 'process';

/** All metrics of this process. No label ever holds a line, text of a caller or a free value. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly text = new SharedText(async () => {
    await Promise.all(this.tasks.map(async (task) => task()));
    return await this.registry.metrics();
  });
  private readonly tasks: (() => void | Promise<void>)[] = [];

  readonly httpRequests = this.counter('http_requests_total', 'Answers by route template and status', [
    'method',
    'route',
    'status',
  ]);

  readonly httpDuration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Seconds from the head of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: REQUEST_SECONDS,
    registers: [this.registry],
  });

  /** By kind of credential and decision; never by caller. */
  readonly accessDecisions = this.counter(
    'access_decisions_total',
    'Requests admitted, and requests refused by reason',
    ['credential', 'decision'],
  );

  /** Calls by paper and result code; `result` is `other` for an undocumented code. */
  readonly freebitCalls = this.counter('freebit_calls_total', 'Calls to Freebit', ['document', 'result']);

  readonly freebitDuration = new Histogram({
    name: 'freebit_call_duration_seconds',
    help: 'Seconds that one exchange with Freebit took, however it ended, logins included',
    labelNames: ['document'],
    buckets: FREEBIT_SECONDS,
    registers: [this.registry],
  });

  /** 0 after the last three exchanges in a row have failed, or while the breaker is not closed. */
  readonly freebitUp = this.gauge('freebit_up', 'Whether Freebit answers this process: 1 or 0');

  /** By code of the system or of TLS: `ECONNREFUSED`, `UNABLE_TO_VERIFY_LEAF_SIGNATURE`. */
  readonly freebitConnectFailures = this.counter(
    'freebit_connect_failures_total',
    'Connections to Freebit that could not be made',
    ['cause'],
  );

  readonly freebitLoginsBlocked = this.gauge(
    'freebit_logins_blocked',
    '1 after a login to Freebit has failed and until one succeeds, else 0',
  );

  readonly freebitLogins = this.counter('freebit_logins_total', 'Logins to Freebit', ['result']);

  readonly freebitInFlight = this.gauge('freebit_in_flight', 'Calls to Freebit in flight');

  readonly freebitWaiting = this.gauge('freebit_waiting', 'Calls to Freebit that wait for a slot');

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
  readonly callersLimited = this.counter('callers_limited_total', 'Requests above a limit of their caller', [
    'limit',
  ]);

  /**
   * Requests and calls that this replica decided by its own share, because Redis did not answer. By limit: `rate` and
   * `lines` of callers, `freebit` for the rate of calls.
   */
  readonly limitsDecidedLocally = this.counter(
    'limits_decided_locally_total',
    'Decisions about a limit that were made without the other replicas',
    ['limit'],
  );

  readonly shed = this.counter('shed_total', 'Requests refused because the gateway was overloaded', [
    'reason',
  ]);

  readonly unknownValues = this.counter(
    'freebit_unknown_values_total',
    'Values that no document of Freebit names',
    ['field'],
  );

  readonly droppedFields = this.counter(
    'freebit_dropped_fields_total',
    'Fields of answers that no document of Freebit names, by name',
    ['field'],
  );

  readonly writes = this.counter('writes_total', 'Writes by outcome', ['type', 'outcome']);

  /** Over all replicas; both are absent while the store cannot be read. */
  readonly unknownOperations = this.gauge(
    'unknown_operations_open',
    'Writes of unknown outcome that are not resolved yet, over all replicas',
  );

  readonly oldestUnknownOperation = this.gauge(
    'unknown_operations_oldest_seconds',
    'Seconds since the oldest of these writes began; 0 when there is none',
  );

  /** The decisions are named by `src/writes`. */
  readonly idempotencyDecisions = this.counter(
    'idempotency_decisions_total',
    'Write requests by the decision about their key and line',
    ['decision'],
  );

  /**
   * `hit`: from the cache; `coalesced`: from another caller's flight; `miss`: from its own call; `stale`: Freebit
   * failed.
   */
  readonly cachedReads = this.counter('cached_reads_total', 'Reads by where their answer came from', [
    'kind',
    'result',
  ]);

  readonly readsWaiting = this.gauge('reads_waiting', 'Callers whose read waits for Freebit now');

  readonly storeLosses = this.counter(
    'store_losses_total',
    'Times that the store was found wiped or replaced',
    [],
  );

  readonly storeUp = this.gauge('store_up', '1 if the store answered the last check, else 0');

  readonly storeReplicas = this.gauge(
    'store_replicas',
    'The fewest replicas of a primary of the store that are at most a second behind',
  );

  readonly storeReplicasWanted = this.gauge(
    'store_replicas_wanted',
    'Replicas of each primary that have to confirm a write (REDIS_WAIT_REPLICAS)',
  );

  readonly storeRollbacks = this.counter(
    'store_rollbacks_total',
    'Times that a primary of the store was found in an earlier state',
    [],
  );

  readonly storeConfirmationsFailed = this.counter(
    'store_confirmations_failed_total',
    'Writes that were not sent because the replicas of the store did not confirm them',
    [],
  );

  /** Over all replicas; both are absent while the store cannot be read. */
  readonly runningOperations = this.gauge('running_operations', 'Writes that are running, over all replicas');

  readonly oldestRunningOperation = this.gauge(
    'running_operations_oldest_seconds',
    'Seconds since the oldest of these writes began; 0 when there is none',
  );

  /** Limited values: the ids of configured clients, `token` and `none`. */
  readonly clientRequests = this.counter('client_requests_total', 'Answers by configured client and status', [
    'client',
    'status',
  ]);

  /** By part and code: `store` and `NOPERM`, `audit` and `EPIPE`. */
  readonly errors = this.counter('errors_total', 'Failures by part of the gateway and cause', [
    'part',
    'cause',
  ]);

  private decidedLocally = 0;
  private readonly series = new Map<string, RequestSeries>();
  private readonly fields = new BoundedNames();
  private readonly causes = new BoundedNames();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    this.freebitUp.set(1);
    this.freebitLoginsBlocked.set(0);
    new Gauge({
      name: 'freebit_gateway_build_info',
      help: 'Version of the gateway and of Node; always 1',
      labelNames: ['version', 'node'],
      registers: [this.registry],
    }).set({ version: VERSION, node: process.version }, 1);
    this.storeUp.remove();
    this.storeReplicas.remove();
  }

  /** Counts one response. Called for each request, so its series is looked up only once. */
  answered({ method, route, status, client, seconds }: AnsweredRequest): void {
    const key = `${method} ${route} ${status}`;
    let series = this.series.get(key);
    if (series === undefined) {
      series = {
        counted: this.httpRequests.labels(method, route, String(status)),
        took: this.httpDuration.labels(method, route, String(status)),
      };
      this.series.set(key, series);
    }
    series.counted.inc();
    if (seconds !== undefined) series.took.observe(seconds);
    this.clientRequests.inc({ client, status });
  }

  /** Counts a field of an answer that no paper names. After a hundred different names it is `other`. */
  droppedField(name: string): void {
    this.droppedFields.inc({ field: this.fields.of(name) });
  }

  /** Counts a failure of a part of the gateway, by a code such as `ECONNREFUSED`. */
  failed(part: FailingPart, cause: string): void {
    this.errors.inc({ part, cause: this.causes.of(cause) });
  }

  /** Counts a connection to Freebit that could not be opened, by its code. */
  connectFailed(cause: string): void {
    this.freebitConnectFailures.inc({ cause: this.causes.of(cause) });
  }

  /** Shows whether audit lines can be written, and how many log lines were dropped. */
  watch(output: Output | undefined): void {
    new Gauge({
      name: 'audit_available',
      help: 'Whether audit lines can be written: 1 or 0; no write is sent while they cannot',
      registers: [this.registry],
      collect() {
        this.set(output === undefined || output.cause === null ? 1 : 0);
      },
    });
    new Counter({
      name: 'log_lines_dropped_total',
      help: 'Log lines that were dropped because their reader was too slow or away',
      registers: [this.registry],
      collect() {
        this.reset();
        this.inc(output?.dropped ?? 0);
      },
    });
  }

  /** Whether this process has decided about limits alone since the last call. */
  async limitsAreLocal(): Promise<boolean> {
    const decided = (await this.value('limits_decided_locally_total')) ?? 0;
    const more = decided > this.decidedLocally;
    this.decidedLocally = decided;
    return more;
  }

  /** The value of a metric without labels, or the sum over all labels; undefined when it has none. */
  async value(name: string): Promise<number | undefined> {
    const metric = await this.registry.getSingleMetric(name)?.get();
    return metric?.values.reduce<number | undefined>((sum, { value }) => (sum ?? 0) + value, undefined);
  }

  /** Calls back whenever the metrics are read, before that. The callback must end soon and never reject. */
  beforeReading(task: () => void | Promise<void>): void {
    this.tasks.push(task);
  }

  /** Everything, in the text format of Prometheus; at most a second old. */
  read(): Promise<string> {
    return this.text.read();
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private gauge(name: string, help: string): Gauge {
    return new Gauge({ name, help, registers: [this.registry] });
  }
}
