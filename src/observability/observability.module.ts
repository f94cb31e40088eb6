import { DynamicModule, Global, Module } from '@nestjs/common';
import { AccessLog } from './access-log';
import { AuditLog } from './audit-log';
import { LOGGER } from './logger';
import type { Logs } from './logs';
import { Metrics } from './metrics';
import { NestLogger } from './nest-logger';
import { ShedLog } from './shed-log';

/** Logs and metrics for everybody. */
@Global()
@Module({})
export class ObservabilityModule {
  /** Takes the logs from outside, because the start needs them before there is a container. */
  static register({ logger, audit }: Logs): DynamicModule {
    return {
      module: ObservabilityModule,
      providers: [
        { provide: LOGGER, useValue: logger },
        { provide: AuditLog, useValue: audit },
        Metrics,
        AccessLog,
        ShedLog,
        NestLogger,
      ],
      exports: [LOGGER, AuditLog, Metrics, AccessLog, ShedLog, NestLogger],
    };
  }
}
