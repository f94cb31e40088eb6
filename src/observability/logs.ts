import { AuditLog } from './audit-log';
import { createLogger, type Logger, type LogLevel } from './logger';

/** Where the gateway tells what it does. */
export interface Logs {
  readonly logger: Logger;
  readonly audit: AuditLog;
}

/** Both on standard output. */
export function createLogs(level: LogLevel): Logs {
  return { logger: createLogger(level), audit: new AuditLog() };
}
