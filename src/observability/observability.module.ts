import { DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { AuditLog } from './audit-log';
import { LOGGER } from './logger';
import type { Logs } from './logs';
import { Metrics } from './metrics';
import { NestLogger } from './nest-logger';
import type { Output } from './output';
import { ShedLog } from './shed-log';
import { TRACING, type Tracing } from './tracing';

/** Injection token of the writer of log and audit lines; null where they are written elsewhere. */
export const OUTPUT = Symbol('OUTPUT');

/** Logs, metrics and traces for all other modules. */
@Global()
@Module({})
export class ObservabilityModule implements OnApplicationShutdown {
  constructor(@Inject(TRACING) private readonly tracing: Tracing | null) {}

  /** Logs and traces are passed in, because the startup needs them before there is a container. */
  static register({ logger, audit, output }: Logs, tracing: Tracing | null): DynamicModule {
    return {
      module: ObservabilityModule,
      providers: [
        { provide: LOGGER, useValue: logger },
        { provide: AuditLog, useValue: audit },
        { provide: OUTPUT, useValue: output ?? null },
        { provide: TRACING, useValue: tracing },
        { provide: Metrics, useFactory: () => watching(output) },
        ShedLog,
        NestLogger,
      ],
      exports: [LOGGER, OUTPUT, AuditLog, TRACING, Metrics, ShedLog, NestLogger],
    };
  }

  /** By now the last request has ended. */
  async onApplicationShutdown(): Promise<void> {
    await this.tracing?.close();
  }
}

function watching(output: Output | undefined): Metrics {
  const metrics = new Metrics();
  metrics.watch(output);
  return metrics;
}
