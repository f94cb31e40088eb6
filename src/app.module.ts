import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { AuthModule } from './access/auth.module';
import type { Config } from './config/config';
import { FreebitModule } from './freebit/freebit.module';
import type { HealthCheck } from './health/health-checks';
import { HealthModule } from './health/health.module';
import { HttpModule } from './http/http.module';
import { LimitsModule } from './limits/limits.module';
import { LinesModule } from './lines/lines.module';
import type { Logs } from './observability/logs';
import { ObservabilityModule } from './observability/observability.module';
import type { Tracing } from './observability/tracing';
import { ReadsModule } from './reads/reads.module';
import { ResourcesModule } from './resources/resources.module';
import { Epochs } from './store/epochs';
import { StoreWatch } from './store/store-watch';
import { STORE, StoreModule } from './store/store.module';
import type { RedisStore } from './store/redis/redis.store';
import { Writes } from './writes/writes';
import { WritesModule } from './writes/writes.module';

/** The root module. */
@Module({})
export class AppModule implements OnApplicationShutdown {
  constructor(private readonly writes: Writes) {}

  /** Nest calls the root module first: the outcomes of writes are recorded before the store closes. */
  async onApplicationShutdown(): Promise<void> {
    await this.writes.settled();
  }

  static forRoot(config: Config, logs: Logs, tracing: Tracing | null): DynamicModule {
    const { contract, store } = config;
    const { secret } = config.writes;
    return {
      module: AppModule,
      imports: [
        ObservabilityModule.register(logs, tracing),
        StoreModule.forRoot({ ...store, contract, secret }),
        LinesModule.forRoot(secret, contract),
        FreebitModule.forRoot(config.freebit),
        AuthModule.forRoot({ ...config.access, secret: config.writes.secret }),
        HttpModule,
        LimitsModule.forRoot({ ...config.limits, secret, contract }),
        WritesModule.forRoot(config),
        ReadsModule.forRoot(config),
        HealthModule.register(
          {
            inject: [STORE, Epochs, StoreWatch],
            useFactory: (shared: RedisStore, epochs: Epochs, watch: StoreWatch) =>
              storeChecks(shared, epochs, watch, store),
          },
          { onApiPort: config.http.managementPort === undefined },
        ),
        ResourcesModule.forRoot(config.writes),
      ],
    };
  }
}

function storeChecks(
  store: Pick<RedisStore, 'isAvailable'>,
  epochs: Epochs,
  watch: StoreWatch,
  { mustRemember, waitReplicas, redisUrl }: Config['store'],
): HealthCheck[] {
  const up = (isUp: boolean) => (isUp ? 'up' : 'down');
  const checks: HealthCheck[] = [
    { name: 'store', check: async () => up(await store.isAvailable()) },
    {
      name: 'store_memory',
      check: () => Promise.resolve(epochs.isForeign ? 'unfit' : up(!epochs.lostRecently())),
    },
  ];
  const isReplicated = /^redis\+(sentinel|cluster):/.test(redisUrl ?? '');
  if (waitReplicas !== 'durable' && (isReplicated || (waitReplicas ?? 0) > 0))
    checks.push({
      name: 'store_replicas',
      check: () => Promise.resolve(up(isConfirmed(watch, waitReplicas ?? 0))),
    });
  if (mustRemember)
    checks.push({ name: 'store_durability', check: () => Promise.resolve(durability(watch, waitReplicas)) });
  return checks;
}

/** Whether all replicas can confirm a write now. Without a configured number this is never the case. */
function isConfirmed(watch: StoreWatch, waitReplicas: number): boolean {
  return waitReplicas > 0 && watch.last.promptReplicas >= waitReplicas;
}

/** A store that may lose acknowledged changes is unfit; one that does not show its settings is accepted. */
function durability(
  watch: StoreWatch,
  waitReplicas: Config['store']['waitReplicas'],
): 'up' | 'down' | 'unfit' {
  const { up, mayForget, syncsAlways } = watch.last;
  if (waitReplicas === 'durable') return up ? 'up' : 'down';
  if (mayForget === true || syncsAlways === false) return 'unfit';
  return mayForget === null || syncsAlways === null ? 'down' : 'up';
}
