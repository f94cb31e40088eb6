import { Inject, Injectable, LoggerService } from '@nestjs/common';
import { describeError } from './describe-error';
import { LOGGER } from './logger';
import type { Logger } from './logger';
import { maskText } from './mask-text';

/** Writes Nest's own log lines into our log. */
@Injectable()
export class NestLogger implements LoggerService {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  /** At this level Nest logs every module and route, which is useful only when debugging the startup. */
  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(level: 'fatal' | 'error' | 'warn' | 'debug' | 'trace', message: unknown, rest: unknown[]) {
    // Nest passes the context last; for errors a stack may come before it.
    const context = rest.at(-1);
    const fields = typeof context === 'string' ? { context } : {};
    if (message instanceof Error)
      this.logger[level]({ ...fields, error: describeError(message) }, 'error in Nest');
    else
      this.logger[level](
        fields,
        typeof message === 'string' ? maskText(message) : 'a line that is not a text',
      );
  }
}
