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
import { OwnMemory } from './own-memory';
import { StoreEpoch } from './store-epoch';
import { UnknownOperations } from './unknown-operations';
import { measureUnknownOperations } from './unknown-operations-metric';
import { WriteLedger } from './write-ledger';

/** How much longer than it may take to send, and to hear of it, a write stays its owner's, in milliseconds. */
const RESERVATION_MARGIN_MS = 5_000;
const LEASE_MARGIN_MS = 10_000;

/** What lets each write happen at most once. */
@Global()
@Module({})
export class IdempotencyModule implements OnApplicationBootstrap {
  constructor(
    private readonly epoch: StoreEpoch,
    private readonly ledger: WriteLedger,
    private readonly metrics: Metrics,
  ) {}

  /** Begins the memory of a new store before the first key arrives. A store that is down is met again later. */
  async onApplicationBootstrap(): Promise<void> {
    measureUnknownOperations(this.metrics, new UnknownOperations(this.ledger));
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
    { provide: Pseudonyms, useFactory: () => new Pseudonyms(secret, 'lines') },
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
      inject: [STORE, Pseudonyms, LineLocks, WriteLedger, StoreEpoch],
      useFactory: (...parts: [Store, Pseudonyms, LineLocks, WriteLedger, StoreEpoch]) => {
        const [store, pseudonyms, locks, ledger, epoch] = parts;
        return new LineVersions({ store, pseudonyms, locks, ledger, memory: new OwnMemory(epoch) });
      },
    },
    {
      provide: StoreEpoch,
      inject: [STORE, Metrics, LOGGER],
      useFactory: (store: Store, metrics: Metrics, logger: Logger) =>
        new StoreEpoch(store, new Pseudonyms(secret, 'secret'), {
          onLost: () => {
            metrics.storeLosses.inc();
            logger.error({ store: 'lost' }, 'the store has forgotten everything: it was wiped or replaced');
          },
          onForeign: () => {
            logger.error(
              { store: 'foreign' },
              'no writes, and no read is kept: the store was written under another secret; set STORE_SECRET to the earlier FREEBIT_OEM_KEY',
            );
          },
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
        const onDecision: AtMostOnceParts['onDecision'] = (decision) => {
          metrics.idempotencyDecisions.inc({ decision });
        };
        const commands = new Pseudonyms(config.secret, 'commands');
        return new AtMostOnce(
          { ledger, locks, epoch, commands, audit, onEnd, onDecision },
          {
            ...config,
            reservationMs: config.answerMs + RESERVATION_MARGIN_MS,
            leaseMarginMs: LEASE_MARGIN_MS,
          },
        );
      },
    },
    {
      provide: Operations,
      inject: [WriteLedger, LineLocks, AuditLog, LOGGER],
      useFactory: (...[ledger, locks, audit, logger]: [WriteLedger, LineLocks, AuditLog, Logger]) =>
        new Operations(ledger, locks, audit, (operationId) =>
          logger.error({ operationId, store: 'damaged' }, 'the record of a write cannot be read'),
        ),
    },
  ];
}
