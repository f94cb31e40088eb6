import { describeError } from '../observability/describe-error';
import type { Logger } from '../observability/logger';
import type { Metrics } from '../observability/metrics';
import type { Tracing } from '../observability/tracing';
import type { FreebitObserver } from './freebit-observer';
import { authentication } from './calls/authentication/authentication';
import type { BreakerState } from './protection/upstream-breaker';
import type { FreebitDocument } from './calls/freebit-call';
import { resultCodes } from './result-codes';
import { SUCCESS } from './wire/envelope';

/** Freebit's code for an internal error. */
const INTERNAL_ERROR = '900';
const LOGIN = authentication.document;

/** Counts, logs and traces the events between the client and Freebit. */
export function observing(metrics: Metrics, logger: Logger, tracing: Tracing | null): FreebitObserver {
  const health = new FreebitHealth(metrics);
  return {
    exchanged: ({ document, result, attempt, ms }) => {
      health.heard(result);
      metrics.freebitDuration.observe({ document }, ms / 1000);
      const level = levelOf(result);
      const known = knownResult(result);
      metrics.freebitCalls.inc({ document, result: known });
      logger[level]({ document, result, ms: Math.round(ms) }, 'Freebit called');
      tracing?.freebitCall({ document, result: known, isFault: level === 'warn', attempt, ms });
    },
    login: (result, ms) => {
      health.heard(result);
      metrics.freebitDuration.observe({ document: LOGIN }, ms / 1000);
      metrics.freebitLogins.inc({ result });
      metrics.freebitLoginsBlocked.set(result === 'ok' ? 0 : 1);
      tracing?.freebitCall({ document: LOGIN, result, isFault: result !== 'ok', attempt: 1, ms });
      if (result === 'ok') logger.info({ result }, 'Freebit login completed');
      else logger.warn({ result }, 'Freebit login failed');
    },
    bug: (document, error) =>
      logger.error({ document, error: describeError(error) }, 'Freebit call failed unexpectedly'),
    connection: tellConnection(metrics, logger),
    found: tellFindings(metrics, logger),
    notCalled: (reason) => metrics.freebitNotCalled.inc({ reason }),
    retried: (document) => metrics.freebitRetries.inc({ document }),
    breaker: (state) => {
      health.breaker(state);
      metrics.freebitBreaker.set(BREAKER_LEVELS[state]);
      logger[state === 'open' ? 'error' : 'warn']({ state }, 'Freebit breaker changed');
    },
  };
}

/** This many failed exchanges in a row mean that Freebit is down. */
const FAILURES_IN_A_ROW = 3;

/** Sets `freebit_up`: whether Freebit answers. Any answer except its own internal error counts. */
class FreebitHealth {
  private failures = 0;
  private state: BreakerState = 'closed';

  constructor(private readonly metrics: Metrics) {}

  heard(result: string): void {
    // A caller that left says nothing about Freebit.
    if (result === 'abandoned') return;
    const answered =
      result === 'ok' || result === 'refused' || (/^\d+$/.test(result) && result !== INTERNAL_ERROR);
    this.failures = answered ? 0 : this.failures + 1;
    this.show();
  }

  breaker(state: BreakerState): void {
    this.state = state;
    this.show();
  }

  private show(): void {
    this.metrics.freebitUp.set(this.state === 'closed' && this.failures < FAILURES_IN_A_ROW ? 1 : 0);
  }
}

/** Counts each failure by its cause, and logs whenever the cause changes. */
function tellConnection(metrics: Metrics, logger: Logger): FreebitObserver['connection'] {
  let last = 'ok';
  return (result) => {
    if (result !== 'ok') metrics.connectFailed(result);
    if (result === last) return;
    last = result;
    if (result === 'ok') logger.info('Freebit can be reached again');
    else logger.warn({ cause: result }, 'Freebit cannot be reached');
  };
}

/** The most field names that are used as labels, to limit the number of time series. */
const MOST_FIELDS = 200;

/** Counts undocumented fields and values by field name, and logs each field once. */
function tellFindings(metrics: Metrics, logger: Logger): FreebitObserver['found'] {
  const seen = new Set<string>();
  const note = (document: FreebitDocument, kind: 'unknown value' | 'dropped field', name: string) => {
    const id = `${document} ${kind} ${name}`;
    const isNew = !seen.has(id) && seen.size < MOST_FIELDS;
    if (isNew) {
      seen.add(id);
      logger.warn({ document, field: name, kind }, 'an answer of Freebit is not as documented');
    }
    return seen.has(id) ? name : 'other';
  };
  return (document, { unknownValues, droppedFields }) => {
    for (const name of unknownValues)
      metrics.unknownValues.inc({ field: note(document, 'unknown value', name) });
    for (const name of droppedFields) metrics.droppedField(note(document, 'dropped field', name));
  };
}

const BREAKER_LEVELS = { closed: 0, half_open: 1, open: 2 } as const;

function knownResult(result: string): string {
  const isKnown = !/^\d+$/.test(result) || result === SUCCESS || Object.hasOwn(resultCodes, result);
  return isKnown ? result : 'other';
}

/** Rejections are normal. Failures deserve a warning, and so does a code that no paper lists. */
function levelOf(result: string): 'debug' | 'info' | 'warn' {
  if (result === SUCCESS) return 'debug';
  return Object.hasOwn(resultCodes, result) && resultCodes[result] !== 'unexpected_error' ? 'info' : 'warn';
}
