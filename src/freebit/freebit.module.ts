import { createHash } from 'node:crypto';
import { HttpModule, HttpService } from '@nestjs/axios';
import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { Config } from '../config/config';
import { LOGGER, type Logger } from '../observability/logger';
import { Metrics } from '../observability/metrics';
import { TRACING, type Tracing } from '../observability/tracing';
import { MemoryStore } from '../store/memory.store';
import { RateLimits } from '../store/rate-limits';
import { TextSeal } from '../store/sealed-text';
import { STORE } from '../store/store.module';
import type { Store } from '../store/store';
import { AuthKeys } from './auth/auth-keys';
import { Login } from './auth/login';
import { LoginDesk } from './auth/login-desk';
import { SharedAuthRecord } from './auth/shared-auth-record';
import type { SharedRecords } from './auth/shared-records';
import { Exchange } from './exchange';
import { FreebitClient } from './freebit-client';
import type { FreebitObserver } from './freebit-observer';
import { observing } from './observing';
import { authentication } from './operations/authentication/authentication';
import { Protection, type UpstreamRate } from './protection/protection';
import { SingleCall } from './single-call';
import { FreebitTransport } from './transport/freebit-transport';

/** Token of what the operator has decided where Freebit leaves a choice. */
export const VENDOR_CHOICES = Symbol('VENDOR_CHOICES');

/** Logins of the whole cluster: three at once, then one in ten seconds. */
const CLUSTER_LOGINS = { burst: 3, intervalMs: 10_000 };
/** Logins of a process that cannot ask the others. */
const LONE_LOGINS = { burst: 1, intervalMs: 30_000 };

/** The Freebit client as Nest provides it: the one place where the client meets the rest of the gateway. */
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
          provide: FreebitTransport,
          inject: [HttpService],
          useFactory: ({ axiosRef }: HttpService) => new FreebitTransport(axiosRef, config),
        },
        {
          provide: FreebitClient,
          inject: [FreebitTransport, STORE, RateLimits, Metrics, LOGGER, TRACING],
          useFactory: (...parts: [FreebitTransport, Store, RateLimits, Metrics, Logger, Tracing | null]) => {
            const [transport, store, rates, metrics, logger, tracing] = parts;
            const observer = observing(metrics, logger, tracing);
            return new FreebitClient(
              createCall(config, { transport, store, observer }),
              new Protection(upstreamRate(config, rates, metrics), observer, config.protection),
              config,
            );
          },
        },
      ],
      exports: [FreebitClient, VENDOR_CHOICES],
    };
  }

  /** Only now has the last request ended. */
  async onApplicationShutdown(): Promise<void> {
    await this.transport.close();
  }
}

interface Surroundings {
  readonly transport: FreebitTransport;
  readonly store: SharedRecords;
  readonly observer: FreebitObserver;
}

/** One bucket for each Freebit: two environments may share a Redis. */
function upstreamRate(
  config: Config['freebit'],
  rates: RateLimits,
  { limitsDecidedLocally }: Metrics,
): UpstreamRate {
  const limit = rates.named('freebit', config.rate, () => limitsDecidedLocally.inc({ limit: 'freebit' }));
  const key = recordKey(config);
  return { take: async () => (await limit.take(key))?.refusedForMs ?? null };
}

function createCall(config: Config['freebit'], { transport, store, observer }: Surroundings): SingleCall {
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
  const keys = new AuthKeys(desk(store, CLUSTER_LOGINS), desk(new MemoryStore(), LONE_LOGINS));
  return new SingleCall(new Exchange(transport, observer, config), keys, observer);
}

/**
 * Two environments that share a Redis never share a key. Nor do replicas with different OEM keys: while the key is
 * exchanged, the logins that are refused to one half must not pause those of the other.
 */
function recordKey({ baseUrl, oemId, oemKey }: Config['freebit']): string {
  const hash = createHash('sha256')
    .update(`${new URL(baseUrl).host}|${oemId}|${oemKey}`)
    .digest('hex');
  return `auth:${hash.slice(0, 16)}`;
}
