import { describeError } from '../observability/describe-error';
import type { Logger } from '../observability/logger';
import type { Metrics } from '../observability/metrics';
import type { Tracing } from '../observability/tracing';
import type { FreebitObserver } from './freebit-observer';
import { authentication } from './operations/authentication/authentication';
import { resultCodes } from './result-codes';
import { SUCCESS } from './wire/envelope';

/** Counts, logs and traces what happens between the client and Freebit. */
export function observing(metrics: Metrics, logger: Logger, tracing: Tracing | null): FreebitObserver {
  return {
    exchanged: ({ document, result, attempt, ms }) => {
      const level = levelOf(result);
      const known = knownResult(result);
      metrics.freebitCalls.inc({ document, result: known });
      logger[level]({ document, result, ms: Math.round(ms) }, 'called Freebit');
      tracing?.freebitCall({ document, result: known, isFault: level === 'warn', attempt, ms });
    },
    login: (result, ms) => {
      const { document } = authentication;
      metrics.freebitLogins.inc({ result });
      tracing?.freebitCall({ document, result, isFault: result !== 'ok', attempt: 1, ms });
      if (result === 'ok') logger.info({ result }, 'logged in to Freebit');
      else logger.warn({ result }, 'the login to Freebit failed');
    },
    bug: (document, error) =>
      logger.error({ document, error: describeError(error) }, 'a call to Freebit failed unexpectedly'),
    found: (document, { unknownValues, droppedFields }) => {
      unknownValues.forEach((field) => metrics.unknownValues.inc({ field }));
      if (droppedFields > 0) metrics.droppedFields.inc({ document }, droppedFields);
    },
    load: (inFlight, waiting) => {
      metrics.freebitInFlight.set(inFlight);
      metrics.freebitWaiting.set(waiting);
    },
    notCalled: (reason) => metrics.freebitNotCalled.inc({ reason }),
    retried: (document) => metrics.freebitRetries.inc({ document }),
    breaker: (state) => {
      metrics.freebitBreaker.set(BREAKER_LEVELS[state]);
      logger[state === 'open' ? 'error' : 'warn']({ state }, 'the breaker in front of Freebit has changed');
    },
  };
}

const BREAKER_LEVELS = { closed: 0, half_open: 1, open: 2 } as const;

function knownResult(result: string): string {
  const isKnown = !/^\d+$/.test(result) || result === SUCCESS || Object.hasOwn(resultCodes, result);
  return isKnown ? result : 'other';
}

/** A refusal is part of business; what broke is worth a look, and so is a code that no paper lists. */
function levelOf(result: string): 'debug' | 'info' | 'warn' {
  if (result === SUCCESS) return 'debug';
  return Object.hasOwn(resultCodes, result) && resultCodes[result] !== 'unexpected_error' ? 'info' : 'warn';
}
