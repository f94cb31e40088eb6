import { DynamicModule, FactoryProvider, Module, ModuleMetadata } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { HEALTH_CHECKS, HealthCheck } from './health-checks';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';
import { Readiness } from './readiness';

/** A factory for checks, and its dependencies. */
export type HealthChecksFactory = Pick<ModuleMetadata, 'imports'> &
  Pick<FactoryProvider<HealthCheck[]>, 'inject' | 'useFactory'>;

/** Liveness, readiness and metrics, for the platform. The given checks are added to those of this process itself. */
@Module({})
export class HealthModule {
  /** @param onApiPort false where `ManagementServer` serves them, on a port of its own and nowhere else. */
  static register(
    checks: HealthChecksFactory = { useFactory: () => [] },
    { onApiPort }: { readonly onApiPort: boolean } = { onApiPort: true },
  ): DynamicModule {
    const { imports = [], inject = [], useFactory } = checks;
    return {
      module: HealthModule,
      imports: [HttpModule, ...imports],
      controllers: onApiPort ? [HealthController, MetricsController] : [],
      providers: [{ provide: HEALTH_CHECKS, inject, useFactory }, Readiness],
      exports: [Readiness],
    };
  }
}
