import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as wait } from 'node:timers/promises';
import { describeError } from '../../observability/describe-error';
import { LOGGER, type Logger } from '../../observability/logger';
import { OUTPUT } from '../../observability/observability.module';
import type { Output } from '../../observability/output';
import type { Connections } from './connections';
import { Draining } from './draining';
import { partsOf } from './fastify.adapter';

export interface ShutdownSettings {
  /** Seconds during which readiness fails while everything is still served. */
  readonly drainSeconds: number;
  /** Seconds after the signal at which the process ends even if requests are in flight. */
  readonly graceSeconds: number;
}

/** How a process ends itself. */
export interface ProcessEnd {
  exit(code: number): void;
  /** Ends the process even if something blocks the exit. */
  kill(): void;
}

const SWEEP_MS = 200;
/** Milliseconds for a request that is still being received when no new ones are accepted. */
const HALF_SENT_MS = 1_000;
const LAST_LINES_MS = 1_000;
const THREADS_POLL_MS = 20;

/**
 * Ends the process in this order: readiness fails at once; requests are served for the drain delay; no new connections;
 * requests in flight finish; the application's `onApplicationShutdown` (where Redis is closed); exit 0. A further
 * signal changes nothing. An uncaught exception ends the process in the same order, with exit code 1.
 */
export class GracefulShutdown {
  private running: Promise<void> | undefined;
  private readonly logger: Logger;
  private readonly connections: Connections;

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly settings: ShutdownSettings,
    private readonly end: ProcessEnd = thisProcess,
  ) {
    this.logger = app.get<Logger>(LOGGER);
    this.connections = partsOf(app.getHttpAdapter()).connections;
  }

  /** Handles uncaught exceptions. Signals are passed to `begin` by the caller. */
  listen(): void {
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
    setTimeout(() => this.end.kill(), graceSeconds * 1000).unref();
    this.app.get(Draining).begin();
    await wait(drainSeconds * 1000);
    const failed = await this.close();
    await this.app.get<Output | null>(OUTPUT)?.flush(LAST_LINES_MS);
    this.end.exit(failed ? 1 : exitCode);
  }

  private async close(): Promise<boolean> {
    this.app.get(Draining).close();
    const closedAtMs = performance.now();
    const sweep = (): void => this.connections.closeUnused(performance.now() - closedAtMs >= HALF_SENT_MS);
    sweep();
    const sweeping = setInterval(sweep, SWEEP_MS).unref();
    try {
      await this.app.close();
      this.logger.info('shutdown complete');
      return false;
    } catch (error) {
      this.logger.error({ error: describeError(error) }, 'shutdown failed');
      return true;
    } finally {
      clearInterval(sweeping);
    }
  }
}

const thisProcess: ProcessEnd = {
  exit: (code) => void exitOnceThreadsAreIdle(code),
  kill: () => {
    process.kill(process.pid, 'SIGKILL');
    // Process 1 of a container is not killed by its own signal.
    process.abort();
  },
};

/** Work on threads. `process.exit` waits for it without end, and meanwhile no timer can kill the process. */
const ON_THREADS = new Set(['FSReqCallback', 'FSReqPromise', 'GetAddrInfoReqWrap', 'GetNameInfoReqWrap']);

async function exitOnceThreadsAreIdle(code: number): Promise<void> {
  while (process.getActiveResourcesInfo().some((name) => ON_THREADS.has(name))) await wait(THREADS_POLL_MS);
  process.exit(code);
}
