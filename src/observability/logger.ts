import pino from 'pino';
import type { DestinationStream } from 'pino';
import { maskRequestId } from './request-id';

/** Injection token of the logger. */
export const LOGGER = Symbol('LOGGER');

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/**
 * The only fields that a log line can have. None may ever hold a key, a credential or a whole phone number; `line` is
 * always masked.
 */
const loggableFields = [
  ...['context', 'error', 'reason', 'port', 'managementPort', 'seconds', 'store', 'state', 'limit', 'count'],
  ...['requestId', 'traceId', 'method', 'route', 'status', 'code', 'ms'],
  ...['line', 'caller', 'operationId'],
  ...['document', 'result', 'cause', 'field', 'kind'],
] as const;

const allowed: ReadonlySet<string> = new Set(loggableFields);

type LogFields = Partial<Record<(typeof loggableFields)[number], unknown>>;

/** Writes one line, with fields that the allow-list has. */
interface WriteLine {
  (message: string): void;
  (fields: LogFields, message: string): void;
}

export type Logger = Readonly<Record<Exclude<LogLevel, 'silent'>, WriteLine>>;

/** JSON lines. Fields that are not in the allow-list are left out. `traceId` is called for each line. */
export function createLogger(
  level: LogLevel,
  destination: DestinationStream,
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

function onlyAllowed(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name in fields) if (allowed.has(name)) kept[name] = fields[name];
  if (typeof kept.requestId === 'string') kept.requestId = maskRequestId(kept.requestId);
  return kept;
}
