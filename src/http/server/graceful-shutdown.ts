import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as wait } from 'node:timers/promises';
import { describeError } from '../../observability/describe-error';
import { LOGGER, type Logger } from '../../observability/logger';
import { Draining } from './draining';

export interface ShutdownSettings {
  /** Seconds for which the gateway says that it is not ready and still serves everything. */
  readonly drainSeconds: number;
  /** Seconds after the signal at which the process ends, whatever is in flight. */
  readonly graceSeconds: number;
}

/**
 * Ends the process in order: not ready at once, serving for the drain delay, then no new connections, what is in
 * flight to its end, the application's `onApplicationShutdown` (the place to close Redis), exit 0. A further signal
 * changes nothing. An exception that nobody caught ends the process in the same order, with exit code 1.
 */
export class GracefulShutdown {
  private running: Promise<void> | undefined;
  private readonly logger: Logger;

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly settings: ShutdownSettings,
    private readonly exit: (code: number) => void = (code) => process.exit(code),
  ) {
    this.logger = app.get<Logger>(LOGGER);
  }

  /** Listens to SIGTERM, SIGINT and to exceptions that nobody caught. */
  listen(): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void this.begin(signal));
    process.on('uncaughtException', (error) => {
      this.logger.fatal({ error: describeError(error) }, 'uncaught exception');
      void this.begin('uncaughtException', 1);
    });
  }

  /** Resolves when everything is closed and the process was told to exit. */
  begin(reason: string, exitCode = 0): Promise<void> {
    this.running ??= this.run(reason, exitCode);
    return this.running;
  }

  private async run(reason: string, exitCode: number): Promise<void> {
    const { drainSeconds, graceSeconds } = this.settings;
    this.logger.info({ reason, seconds: drainSeconds }, 'shutdown begun');
    const hardStop = setTimeout(() => this.exit(1), graceSeconds * 1000);
    this.app.get(Draining).begin();
    await wait(drainSeconds * 1000);
    const failed = await this.close();
    clearTimeout(hardStop);
    this.exit(failed ? 1 : exitCode);
  }

  private async close(): Promise<boolean> {
    this.app.get(Draining).close();
    // Connections fall idle one by one while the server waits; none of them may hold it up.
    const sweep = setInterval(() => this.app.getHttpServer().closeIdleConnections(), 200).unref();
    try {
      await this.app.close();
      this.logger.info('shutdown complete');
      return false;
    } catch (error) {
      this.logger.error({ error: describeError(error) }, 'shutdown failed');
      return true;
    } finally {
      clearInterval(sweep);
    }
  }
}
