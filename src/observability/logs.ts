import { write } from 'node:fs';
import { AuditLog } from './audit-log';
import { createLogger, type Logger, type LogLevel } from './logger';
import { Output } from './output';

/** The outputs of the gateway: log and audit log. */
export interface Logs {
  readonly logger: Logger;
  readonly audit: AuditLog;
  /** The writer of both; absent where they are written elsewhere, as in tests. */
  readonly output?: Output;
}

/** Both on standard output. `traceId` returns the id of the current trace, if any. */
export function createLogs(level: LogLevel, traceId?: () => string | undefined): Logs {
  const output = standardOutput();
  const audit = new AuditLog((line, announces) => output.record(line, announces));
  return { logger: createLogger(level, output, traceId), audit, output };
}

/** Standard output, which never blocks from now on; changes of its state are reported on standard error. */
function standardOutput(): Output {
  // Touching these two makes a pipe or socket non-blocking. Nothing else may write to them, or fail because of them.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return new Output(
    (bytes, from, done) => write(1, bytes, from, done),
    (cause) => {
      process.stderr.write(
        cause === null
          ? 'the audit log is written again\n'
          : `the audit log cannot be written, so no write is sent: ${cause}\n`,
      );
    },
  );
}
