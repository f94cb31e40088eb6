import {
  Global,
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { LOGGER, type Logger } from '../observability/logger';
import { Metrics } from '../observability/metrics';
import { Epochs } from './epochs';
import { MemoryStore } from './memory.store';
import { RateLimits } from './rate-limits';
import { RedisStore } from './redis/redis.store';
import type { StoreUnavailableError } from './store';
import { StoreWatch } from './store-watch';

/** Injection token of the `Store` that this process uses. */
export const STORE = Symbol('STORE');

/** Where shared state is stored: in Redis if a URL is given, else in this process's memory. */
export interface StoreModuleOptions {
  readonly redisUrl?: string | undefined;
  readonly keyPrefix: string;
  /** Host and OEM id: two contracts that share a Redis never see each other's records. */
  readonly contract: string;
  /** Names lines and encrypts records. */
  readonly secret: string;
  /**
   * How many replicas confirm a write; `durable` waits for none, because the service itself never loses an acknowledged
   * change.
   */
  readonly waitReplicas?: number | 'durable' | undefined;
  /** The number of processes that share the limits counted in Redis. */
  readonly replicas: number;
}

type AnyStore = MemoryStore | RedisStore;

/** An error that Redis answers is logged again once it has not occurred for this many milliseconds. */
const REFUSAL_OVER_MS = 60_000;

/** The shared state. */
@Global()
@Module({})
export class StoreModule implements OnApplicationBootstrap, OnApplicationShutdown {
  /** When each error that Redis answers was last seen. */
  private readonly refusedAtMs = new Map<string, number>();

  constructor(
    @Inject(STORE) private readonly store: AnyStore,
    private readonly watch: StoreWatch,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  static forRoot(options: StoreModuleOptions): DynamicModule {
    return {
      module: StoreModule,
      providers: providersOf(options),
      exports: [STORE, Epochs, StoreWatch, RateLimits],
    };
  }

  /**
   * Writes the epochs of a new store before the first key arrives. Rejects if the URL names a database that does not
   * exist.
   */
  async onApplicationBootstrap(): Promise<void> {
    if (this.store instanceof RedisStore) {
      if (await this.store.lacksDatabase())
        throw new Error('REDIS_URL names a database that Redis does not have');
      this.store.onChange((state, reason) => this.logChange(state, reason));
      this.store.onFailure((error) => this.noteFailure(error));
    }
    await this.watch.start();
  }

  /** The earlier shutdown hooks run while requests are still in flight, whose outcome must be recorded. */
  async onApplicationShutdown(): Promise<void> {
    this.watch.stop();
    await this.store.close();
  }

  /**
   * Counts each failure, and logs an error that Redis answers when it begins: a missing right would otherwise show only
   * as 503.
   */
  private noteFailure({ reason, message }: StoreUnavailableError): void {
    if (reason === undefined) return;
    this.metrics.failed('store', reason);
    const nowMs = performance.now();
    const isNew = nowMs - (this.refusedAtMs.get(message) ?? -Infinity) > REFUSAL_OVER_MS;
    this.refusedAtMs.set(message, nowMs);
    if (isNew) this.logger.error({ store: 'refusing', reason }, message);
  }

  private logChange(state: 'ready' | 'lost', reason?: string): void {
    if (state === 'lost') {
      this.metrics.failed('store', reason ?? 'CLOSED');
      const text = reason === undefined ? 'the connection to Redis was lost' : 'Redis cannot be reached';
      this.logger.warn({ store: 'lost', reason }, text);
      return;
    }
    this.logger.info({ store: 'ready' }, 'Redis is ready');
    void this.watch.look();
  }
}

function providersOf(options: StoreModuleOptions): NonNullable<DynamicModule['providers']> {
  const { contract, secret, redisUrl } = options;
  const waitReplicas = options.waitReplicas === 'durable' ? 0 : (options.waitReplicas ?? 0);
  const keyPrefix = `${options.keyPrefix}${createHash('sha256').update(contract).digest('hex').slice(0, 8)}:`;
  return [
    {
      provide: STORE,
      useFactory: () =>
        redisUrl === undefined ? new MemoryStore() : RedisStore.open(redisUrl, { keyPrefix, waitReplicas }),
    },
    {
      provide: Epochs,
      inject: [STORE, Metrics, LOGGER],
      useFactory: (store: AnyStore, ...told: [Metrics, Logger]) => epochsOf(store, secret, ...told),
    },
    {
      provide: StoreWatch,
      inject: [STORE, Epochs, Metrics, LOGGER],
      useFactory: (store: AnyStore, epochs: Epochs, metrics: Metrics, logger: Logger) =>
        new StoreWatch(store, epochs, waitReplicas, metrics, logger),
    },
    {
      provide: RateLimits,
      inject: [STORE],
      useFactory: (store: AnyStore) =>
        new RateLimits({
          shared: store instanceof RedisStore ? store.rateCounter() : undefined,
          keyPrefix,
          replicas: options.replicas,
        }),
    },
  ];
}

function epochsOf(store: AnyStore, secret: string, metrics: Metrics, logger: Logger): Epochs {
  return new Epochs(store, markOf(secret), {
    onLost: (count) => {
      metrics.storeLosses.inc();
      logger.error(
        { store: 'lost', count },
        'the store has lost data: it was wiped, replaced or rolled back',
      );
    },
    onForeign: () =>
      logger.error(
        { store: 'foreign' },
        'the store was written with another secret: writes are refused and reads are not cached. Set STORE_SECRET to the earlier FREEBIT_OEM_KEY',
      ),
  });
}

/** Identifies a secret without revealing it. */
function markOf(secret: string): string {
  const key = Buffer.from(hkdfSync('sha256', secret, 'freebit-gateway', 'mark of the store', 32));
  return createHmac('sha256', key).update('store').digest('base64url').slice(0, 22);
}
