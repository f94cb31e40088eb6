import { AuditLog } from './audit-log';
import { createLogger, type Logger, type LogLevel } from './logger';

/** Where the gateway tells what it does. */
export interface Logs {
  readonly logger: Logger;
  readonly audit: AuditLog;
}

/** Both on standard output. `traceId` names the trace that a line of the log belongs to, if any. */
export function createLogs(level: LogLevel, traceId?: () => string | undefined): Logs {
  return { logger: createLogger(level, undefined, traceId), audit: new AuditLog() };
}
