import { DynamicModule, FactoryProvider, Module } from '@nestjs/common';
import { HttpModule } from '../http/http.module';
import { HEALTH_CHECKS, HealthCheck } from './health-checks';
import { HealthController } from './health.controller';
import { MetricsController } from './metrics.controller';
import { Readiness } from './readiness';

/** A factory for checks, and its dependencies. */
export type HealthChecksFactory = Pick<FactoryProvider<HealthCheck[]>, 'inject' | 'useFactory'>;

/** Liveness, readiness and metrics, for the platform. The given checks are added to those of this process itself. */
@Module({})
export class HealthModule {
  /** @param onApiPort false where `ManagementServer` serves them, on a port of its own and nowhere else. */
  static register(
    checks: HealthChecksFactory = { useFactory: () => [] },
    { onApiPort }: { readonly onApiPort: boolean } = { onApiPort: true },
  ): DynamicModule {
    return {
      module: HealthModule,
      imports: [HttpModule],
      controllers: onApiPort ? [HealthController, MetricsController] : [],
      providers: [{ provide: HEALTH_CHECKS, ...checks }, Readiness],
      exports: [Readiness],
    };
  }
}
