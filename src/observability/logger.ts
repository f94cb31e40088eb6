import pino from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { maskRequestId } from './request-id';

export type { Logger };

/** Nest token of the one logger. */
export const LOGGER = Symbol('LOGGER');

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * The only fields that a log line can have. Whoever adds one makes sure that it never holds a key, a credential or
 * a whole line; `line` is always masked.
 */
const loggableFields = [
  ...['context', 'error', 'reason', 'port', 'seconds', 'store', 'state', 'limit', 'count'],
  ...['requestId', 'traceId', 'method', 'route', 'status', 'code', 'ms'],
  ...['line', 'caller', 'operationId'],
  ...['document', 'result'],
] as const;

const allowed: ReadonlySet<string> = new Set(loggableFields);

/**
 * JSON lines on standard output, written without blocking and dropped rather than piled up when nobody reads them.
 * Fields that are not in the allow-list are left out, whoever passes them. `traceId` is asked for each line.
 */
export function createLogger(
  level: LogLevel,
  destination: DestinationStream = standardOutput(),
  traceId?: () => string | undefined,
): Logger {
  return pino(
    {
      level,
      ...(traceId && { mixin: () => ({ traceId: traceId() }) }),
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: onlyAllowed },
    },
    destination,
  );
}

function standardOutput(): DestinationStream {
  const maxBufferedBytes = 4 * 1024 * 1024;
  return pino.destination({ fd: 1, sync: false, maxLength: maxBufferedBytes });
}

function onlyAllowed(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name in fields) if (allowed.has(name)) kept[name] = fields[name];
  if (typeof kept.requestId === 'string') kept.requestId = maskRequestId(kept.requestId);
  return kept;
}
