import { DynamicModule, FactoryProvider, Module, ModuleMetadata } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { HEALTH_CHECKS, HealthCheck } from './health-checks';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';

/** Where the checks come from: a factory and what it needs. */
export type HealthChecksFactory = Pick<ModuleMetadata, 'imports'> &
  Pick<FactoryProvider<HealthCheck[]>, 'inject' | 'useFactory'>;

/** Liveness, readiness and metrics, for the platform. */
@Module({})
export class HealthModule {
  static register(checks: HealthChecksFactory = { useFactory: () => [] }): DynamicModule {
    const { imports = [], inject = [], useFactory } = checks;
    return {
      module: HealthModule,
      imports: [HttpModule, ...imports],
      controllers: [HealthController, MetricsController],
      providers: [{ provide: HEALTH_CHECKS, inject, useFactory }],
    };
  }
}
