import { createHash } from 'node:crypto';
import { HttpModule, HttpService } from '@nestjs/axios';
import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../config/config';
import { LOGGER } from '../observability/logger';
import { Metrics } from '../observability/metrics';
import { TRACING } from '../observability/tracing';
import { MemoryStore } from '../store/memory.store';
import { RateLimits } from '../store/rate-limits';
import { TextSeal } from '../store/sealed-text';
import { STORE } from '../store/store.module';
import type { Store } from '../store/store';
import { AuthKeys } from './auth/auth-keys';
import { Login } from './auth/login';
import { LoginDesk } from './auth/login-desk';
import { SharedAuthRecord, type SharedRecords } from './auth/shared-auth-record';
import { authentication } from './calls/authentication/authentication';
import { FreebitClient } from './freebit-client';
import type { FreebitObserver } from './freebit-observer';
import { observing } from './observing';
import type { UpstreamRate } from './protection/protection';
import { FreebitTransport } from './transport/freebit-transport';

/** Injection token of the operator's choices where Freebit's papers leave something open. */
export const VENDOR_CHOICES = Symbol('VENDOR_CHOICES');

const FREEBIT_OBSERVER = Symbol('FREEBIT_OBSERVER');

/** Logins of all replicas together: three in a row, then one in ten seconds. */
const CLUSTER_LOGINS = { burst: 3, intervalMs: 10_000 };
/** Logins of a process that cannot reach the shared store. */
const LONE_LOGINS = { burst: 1, intervalMs: 30_000 };

/** Provides the Freebit client to Nest: the one place where the client is connected to the rest of the gateway. */
@Module({})
export class FreebitModule implements OnApplicationShutdown {
  constructor(@Inject(FreebitTransport) private readonly transport: FreebitTransport) {}

  static forRoot(config: Config['freebit']): DynamicModule {
    return {
      module: FreebitModule,
      global: true,
      imports: [HttpModule],
      providers: [
        { provide: VENDOR_CHOICES, useValue: config.choices },
        {
          provide: FREEBIT_OBSERVER,
          inject: [Metrics, LOGGER, TRACING],
          useFactory: observing,
        },
        {
          provide: FreebitTransport,
          inject: [HttpService, FREEBIT_OBSERVER],
          useFactory: ({ axiosRef }: HttpService, observer: FreebitObserver) =>
            new FreebitTransport(axiosRef, config, (result) => observer.connection(result)),
        },
        {
          provide: FreebitClient,
          inject: [FreebitTransport, STORE, RateLimits, Metrics, FREEBIT_OBSERVER],
          useFactory: (...parts: [FreebitTransport, Store, RateLimits, Metrics, FreebitObserver]) => {
            const [transport, store, rates, metrics, observer] = parts;
            const keys = createKeys(config, { transport, store, observer });
            const rate = upstreamRate(config, rates, metrics);
            const client = new FreebitClient({ transport, keys, rate, observer }, config);
            metrics.beforeReading(() => {
              metrics.freebitInFlight.set(client.load.inside);
              metrics.freebitWaiting.set(client.load.waiting);
            });
            return client;
          },
        },
      ],
      exports: [FreebitClient, VENDOR_CHOICES],
    };
  }

  /** By now the last request has ended. */
  onApplicationShutdown(): void {
    this.transport.close();
  }
}

interface Surroundings {
  readonly transport: FreebitTransport;
  readonly store: Store;
  readonly observer: FreebitObserver;
}

/** One bucket for each Freebit host: two environments may share a Redis. */
function upstreamRate(
  config: Config['freebit'],
  rates: RateLimits,
  { limitsDecidedLocally }: Metrics,
): UpstreamRate {
  const limit = rates.named('freebit', config.rate, () => limitsDecidedLocally.inc({ limit: 'freebit' }));
  const key = recordKey(config);
  let emptyUntilMs = 0;
  return {
    async take() {
      const verdict = await limit.take(key);
      emptyUntilMs = verdict?.remaining === 0 ? performance.now() + verdict.resetMs : 0;
      return verdict?.refusedForMs ?? null;
    },
    get hasRoom() {
      return performance.now() >= emptyUntilMs;
    },
  };
}

function createKeys(config: Config['freebit'], { transport, store, observer }: Surroundings): AuthKeys {
  const login = new Login(transport, observer, {
    oemId: config.oemId,
    oemKey: config.oemKey,
    path: config.paths['PA01-01'] ?? authentication.path,
    timeoutMs: config.loginTimeoutMs,
  });
  const seal = new TextSeal(config.oemKey, 'auth-key');
  const desk = (records: SharedRecords, limits: typeof CLUSTER_LOGINS) =>
    new LoginDesk(new SharedAuthRecord(records, seal, recordKey(config)), login, {
      keyTtlMs: config.authKeyTtlMs,
      limits,
    });
  return new AuthKeys(desk(store, CLUSTER_LOGINS), desk(new MemoryStore(), LONE_LOGINS));
}

/**
 * Two environments that share a Redis never share a key. Nor do replicas with different OEM keys: while the OEM key is
 * being changed, rejected logins of one half must not pause the logins of the other.
 */
function recordKey({ baseUrl, oemId, oemKey }: Config['freebit']): string {
  const hash = createHash('sha256')
    .update(`${new URL(baseUrl).host}|${oemId}|${oemKey}`)
    .digest('hex');
  return `auth:${hash.slice(0, 16)}`;
}
