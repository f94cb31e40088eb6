import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from './config/config';
import { FreebitModule } from './freebit/freebit.module';
import { HealthModule } from './health/health.module';
import { HttpModule } from './http/http.module';
import type { Logger } from './observability/logger';
import { ObservabilityModule } from './observability/observability.module';
import { ResourcesModule } from './resources/resources.module';
import { STORE_HEALTH, StoreModule } from './store/store.module';
import type { StoreHealth } from './store/store-health';

/** The gateway: its modules and nothing else. */
@Module({})
export class AppModule {
  static forRoot(config: Config, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ObservabilityModule.register(logger),
        StoreModule.forRoot(config.store),
        FreebitModule.forRoot(config.freebit),
        HttpModule,
        HealthModule.register({ inject: [STORE_HEALTH], useFactory: storeCheck }),
        ResourcesModule,
      ],
    };
  }
}

function storeCheck(store: StoreHealth) {
  return [
    { name: 'store', check: async () => ((await store.isAvailable()) ? ('up' as const) : ('down' as const)) },
  ];
}
