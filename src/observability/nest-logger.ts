import { Inject, Injectable, LoggerService } from '@nestjs/common';
import { describeError } from './describe-error';
import { LOGGER } from './logger';
import type { Logger } from './logger';
import { maskText } from './mask-line';

/** Takes the lines that Nest itself writes into our log. */
@Injectable()
export class NestLogger implements LoggerService {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  /** Nest tells every module and route at this level, which is news only to who debugs the start. */
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
      this.logger[level](fields, typeof message === 'string' ? maskText(message) : 'a line that is no text');
  }
}
