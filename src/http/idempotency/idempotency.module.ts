import {
  Global,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type Provider,
} from '@nestjs/common';
import type { Config } from '../../config/config';
import { AuditLog } from '../../observability/audit-log';
import { LOGGER, type Logger } from '../../observability/logger';
import { Metrics } from '../../observability/metrics';
import { Pseudonyms } from '../../store/pseudonyms';
import { TextSeal } from '../../store/sealed-text';
import { STORE } from '../../store/store.module';
import type { Store } from '../../store/store';
import { AtMostOnce, type AtMostOnceParts } from './at-most-once';
import { LineLocks } from './line-locks';
import { LineVersions } from './line-versions';
import { Operations } from './operations';
import { StoreEpoch } from './store-epoch';
import { WriteLedger } from './write-ledger';

/** Longer than waiting for the line (2 s) and for an auth key (8 s); and longer than any timer is late. */
const LEASES = { reservationMs: 12_000, leaseMarginMs: 10_000 };

/** What lets each write happen at most once. */
@Global()
@Module({})
export class IdempotencyModule implements OnApplicationBootstrap {
  constructor(private readonly epoch: StoreEpoch) {}

  /** Begins the memory of a new store before the first key arrives. A store that is down is met again later. */
  async onApplicationBootstrap(): Promise<void> {
    await this.epoch.current().catch(() => undefined);
  }

  static forRoot(config: Config['writes']): DynamicModule {
    return {
      module: IdempotencyModule,
      providers: [...memory(config), ...decisions(config)],
      exports: [AtMostOnce, LineVersions, Operations, Pseudonyms, StoreEpoch],
    };
  }
}

/** What is kept about writes, and where. */
function memory({ secret, ttlMs }: Config['writes']): Provider[] {
  return [
    { provide: Pseudonyms, useFactory: () => new Pseudonyms(secret) },
    {
      provide: WriteLedger,
      inject: [STORE],
      useFactory: (store: Store) => new WriteLedger(store, new TextSeal(secret, 'writes'), ttlMs),
    },
    {
      provide: LineLocks,
      inject: [STORE, WriteLedger],
      useFactory: (store: Store, ledger: WriteLedger) => new LineLocks(store, ledger),
    },
    {
      provide: LineVersions,
      inject: [STORE, Pseudonyms, LineLocks, WriteLedger],
      useFactory: (...parts: ConstructorParameters<typeof LineVersions>) => new LineVersions(...parts),
    },
    {
      provide: StoreEpoch,
      inject: [STORE, Metrics, LOGGER],
      useFactory: (store: Store, metrics: Metrics, logger: Logger) =>
        new StoreEpoch(store, () => {
          metrics.storeLosses.inc();
          logger.error({ store: 'lost' }, 'the store has forgotten everything: it was wiped or replaced');
        }),
    },
  ];
}

/** What decides about writes. */
function decisions(config: Config['writes']): Provider[] {
  return [
    {
      provide: AtMostOnce,
      inject: [WriteLedger, LineLocks, StoreEpoch, AuditLog, Metrics],
      useFactory: (...parts: [WriteLedger, LineLocks, StoreEpoch, AuditLog, Metrics]) => {
        const [ledger, locks, epoch, audit, metrics] = parts;
        const onEnd: AtMostOnceParts['onEnd'] = (type, outcome) => {
          metrics.writes.inc({ type, outcome });
        };
        return new AtMostOnce({ ledger, locks, epoch, audit, onEnd }, { ...config, ...LEASES });
      },
    },
    {
      provide: Operations,
      inject: [WriteLedger, LineLocks, AuditLog],
      useFactory: (ledger: WriteLedger, locks: LineLocks, audit: AuditLog) =>
        new Operations(ledger, locks, audit),
    },
  ];
}
