import { DynamicModule, Inject, Logger, Module, OnApplicationShutdown } from '@nestjs/common';
import { MemoryStore } from './memory.store';
import { RateLimits } from './rate-limits';
import { RedisStore } from './redis/redis.store';

/** Injection token of the `Store` that this process uses. */
export const STORE = Symbol('STORE');

/** Injection token of the `StoreHealth` of that same store. */
export const STORE_HEALTH = Symbol('STORE_HEALTH');

/** Where shared state lives: in Redis when a URL is given, else in this process's memory. */
export interface StoreModuleOptions {
  readonly redisUrl?: string;
  readonly keyPrefix: string;
  /** How many processes share what Redis counts. */
  readonly replicas: number;
}

@Module({})
export class StoreModule implements OnApplicationShutdown {
  constructor(@Inject(STORE) private readonly store: MemoryStore | RedisStore) {}

  static forRoot({ redisUrl, keyPrefix, replicas }: StoreModuleOptions): DynamicModule {
    return {
      module: StoreModule,
      global: true,
      providers: [
        {
          provide: STORE,
          useFactory: () => (redisUrl ? RedisStore.open(redisUrl, keyPrefix, logChange) : new MemoryStore()),
        },
        { provide: STORE_HEALTH, useExisting: STORE },
        {
          provide: RateLimits,
          inject: [STORE],
          useFactory: (store: MemoryStore | RedisStore) => {
            const shared = store instanceof RedisStore ? store.rateCounter() : undefined;
            return new RateLimits({ shared, keyPrefix, replicas });
          },
        },
      ],
      exports: [STORE, STORE_HEALTH, RateLimits],
    };
  }

  /** The earlier hooks run while requests are still in flight, whose outcome must be recorded. */
  async onApplicationShutdown(): Promise<void> {
    await this.store.close();
  }
}

function logChange(state: 'ready' | 'lost', reason?: string): void {
  const logger = new Logger('RedisStore');
  if (state === 'ready') logger.log('Redis is ready');
  else logger.warn(`The connection to Redis was lost${reason ? ` (${reason})` : ''}`);
}
