import { DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { AccessLog } from './access-log';
import { AuditLog } from './audit-log';
import { LOGGER } from './logger';
import type { Logs } from './logs';
import { Metrics } from './metrics';
import { NestLogger } from './nest-logger';
import { ShedLog } from './shed-log';
import { TRACING, type Tracing } from './tracing';

/** Logs, metrics and traces for everybody. */
@Global()
@Module({})
export class ObservabilityModule implements OnApplicationShutdown {
  constructor(@Inject(TRACING) private readonly tracing: Tracing | null) {}

  /** Takes the logs and traces from outside, because the start needs them before there is a container. */
  static register({ logger, audit }: Logs, tracing: Tracing | null): DynamicModule {
    return {
      module: ObservabilityModule,
      providers: [
        { provide: LOGGER, useValue: logger },
        { provide: AuditLog, useValue: audit },
        { provide: TRACING, useValue: tracing },
        Metrics,
        AccessLog,
        ShedLog,
        NestLogger,
      ],
      exports: [LOGGER, AuditLog, TRACING, Metrics, AccessLog, ShedLog, NestLogger],
    };
  }

  /** Only now has the last request ended. */
  async onApplicationShutdown(): Promise<void> {
    await this.tracing?.close();
  }
}
