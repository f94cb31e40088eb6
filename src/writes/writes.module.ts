import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '../config/config';
import { LineNames } from '../lines/line-names';
import { AuditLog } from '../observability/audit-log';
import { LOGGER, type Logger } from '../observability/logger';
import { Metrics } from '../observability/metrics';
import { Epochs } from '../store/epochs';
import { TextSeal } from '../store/sealed-text';
import { STORE } from '../store/store.module';
import type { Store } from '../store/store';
import { Operations } from './operations';
import { countOpenOperations } from './open-operations';
import { WriteLedger } from './write-ledger';
import { WriteNames } from './write-names';
import { Writes, type WriteListener } from './writes';

/** How long an attempt owns a write beyond the time to answer and to await Freebit's answer, in milliseconds. */
const RESERVATION_MARGIN_MS = 5_000;
const LEASE_MARGIN_MS = 10_000;

/** Executes each write at most once. */
@Global()
@Module({})
export class WritesModule {
  constructor(operations: Operations, metrics: Metrics) {
    countOpenOperations(operations, metrics);
  }

  static forRoot({ writes: config, contract }: Pick<Config, 'writes' | 'contract'>): DynamicModule {
    const { secret, ttlMs, answerMs, listenMs } = config;
    return {
      module: WritesModule,
      providers: [
        {
          provide: WriteLedger,
          inject: [STORE],
          useFactory: (store: Store) =>
            new WriteLedger(store, new TextSeal(secret, `writes of ${contract}`), ttlMs),
        },
        {
          provide: Writes,
          inject: [STORE, WriteLedger, Epochs, LineNames, AuditLog, Metrics],
          useFactory: (...parts: [Store, WriteLedger, Epochs, LineNames, AuditLog, Metrics]) => {
            const [store, ledger, epochs, lines, audit, metrics] = parts;
            const names = { writes: new WriteNames(secret, contract), lines };
            const times = {
              answerMs,
              reservationMs: answerMs + RESERVATION_MARGIN_MS,
              leaseMs: listenMs + LEASE_MARGIN_MS,
            };
            return new Writes({ store, ledger, epochs, names, audit, listener: listening(metrics), times });
          },
        },
        {
          provide: Operations,
          inject: [STORE, WriteLedger, LineNames, AuditLog, LOGGER],
          useFactory: (...parts: [Store, WriteLedger, LineNames, AuditLog, Logger]) => {
            const [store, ledger, lines, audit, logger] = parts;
            return new Operations(store, ledger, lines, audit, (operationId) =>
              logger.error({ operationId, store: 'damaged' }, 'the record of a write cannot be read'),
            );
          },
        },
      ],
      exports: [Writes, Operations],
    };
  }
}

function listening(metrics: Metrics): WriteListener {
  return {
    onDecision: (decision) => metrics.idempotencyDecisions.inc({ decision }),
    onEnd: (type, outcome) => metrics.writes.inc({ type, outcome }),
    onUnconfirmed: () => metrics.storeConfirmationsFailed.inc(),
  };
}
