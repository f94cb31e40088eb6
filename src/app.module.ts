import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from './config/config';
import { FreebitModule } from './freebit/freebit.module';
import type { HealthCheck } from './health/health-checks';
import { HealthModule } from './health/health.module';
import { AuthModule } from './http/auth/auth.module';
import { HttpModule } from './http/http.module';
import { AtMostOnce } from './http/idempotency/at-most-once';
import { IdempotencyModule } from './http/idempotency/idempotency.module';
import { StoreEpoch } from './http/idempotency/store-epoch';
import { LimitsModule } from './http/limits/limits.module';
import { ReadCacheModule } from './http/read-cache/read-cache.module';
import type { Logs } from './observability/logs';
import { ObservabilityModule } from './observability/observability.module';
import type { Tracing } from './observability/tracing';
import { ResourcesModule } from './resources/resources.module';
import { STORE_HEALTH, StoreModule } from './store/store.module';
import type { StoreHealth } from './store/store-health';

/** The gateway: its modules and nothing else. */
@Module({})
export class AppModule implements OnApplicationShutdown {
  constructor(private readonly writes: AtMostOnce) {}

  /** Nest asks the root module first: what was sent is on record before the store closes. */
  async onApplicationShutdown(): Promise<void> {
    await this.writes.settled();
  }

  static forRoot(config: Config, logs: Logs, tracing: Tracing | null): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ObservabilityModule.register(logs, tracing),
        StoreModule.forRoot(config.store),
        FreebitModule.forRoot(config.freebit),
        AuthModule.forRoot(config.access),
        HttpModule,
        LimitsModule.forRoot(config.limits),
        IdempotencyModule.forRoot(config.writes),
        ReadCacheModule.forRoot(config.reads),
        HealthModule.register({
          inject: [STORE_HEALTH, StoreEpoch],
          useFactory: (store: StoreHealth, epoch: StoreEpoch) => [
            ...storeChecks(store, epoch),
            ...(config.store.mustRemember ? [durabilityCheck(store)] : []),
          ],
        }),
        ResourcesModule,
      ],
    };
  }
}

function storeChecks(store: StoreHealth, epoch: StoreEpoch): HealthCheck[] {
  return [
    { name: 'store', check: async () => ((await store.isAvailable()) ? 'up' : 'down') },
    { name: 'store_memory', check: async () => ((await epoch.lostRecently()) ? 'down' : 'up') },
  ];
}

/** A store that does not say whether it forgets is no reason to stop serving. */
function durabilityCheck(store: StoreHealth): HealthCheck {
  const results = { true: 'unfit', false: 'up', null: 'down' } as const;
  return { name: 'store_durability', check: async () => results[`${await store.mayForget()}`] };
}
