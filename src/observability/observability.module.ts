import { DynamicModule, Global, Module } from '@nestjs/common';
import { AccessLog } from './access-log';
import { LOGGER, Logger } from './logger';
import { Metrics } from './metrics';
import { NestLogger } from './nest-logger';

/** Logger and metrics for everybody. */
@Global()
@Module({})
export class ObservabilityModule {
  /** Takes the logger from outside, because the start needs it before there is a container. */
  static register(logger: Logger): DynamicModule {
    return {
      module: ObservabilityModule,
      providers: [{ provide: LOGGER, useValue: logger }, Metrics, AccessLog, NestLogger],
      exports: [LOGGER, Metrics, AccessLog, NestLogger],
    };
  }
}
