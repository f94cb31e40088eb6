import 'reflect-metadata';
import { HttpService } from '@nestjs/axios';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { AppModule } from '../../src/app.module';
import { toConfig, type Config } from '../../src/config/config';
import { readEnvironment } from '../../src/config/environment';
import { FreebitTransport } from '../../src/freebit/transport/freebit-transport';
import { AtMostOnce } from '../../src/http/idempotency/at-most-once';
import { LineLocks } from '../../src/http/idempotency/line-locks';
import { StoreEpoch } from '../../src/http/idempotency/store-epoch';
import { WriteLedger } from '../../src/http/idempotency/write-ledger';
import { configureHttp } from '../../src/http/server/configure-http';
import { createFastifyAdapter } from '../../src/http/server/fastify.adapter';
import { AuditLog } from '../../src/observability/audit-log';
import { createLogs } from '../../src/observability/logs';
import { Pseudonyms } from '../../src/store/pseudonyms';
import { isBugName } from './bug-names';
import { seededBugs } from './seeded-bugs';
import { WitnessedAtMostOnce, WitnessedTransport } from './witness';

type Parts = [WriteLedger, LineLocks, StoreEpoch, AuditLog];

/** The gateway as it ships, but for shorter leases, a witness of what it sends, and perhaps a bug. */
async function main(): Promise<void> {
  const { CHAOS_BUG = '', CHAOS_RESERVATION_MS, CHAOS_LEASE_MARGIN_MS } = process.env;
  const config = toConfig(readEnvironment(process.env));
  const app = await createApp(config, {
    reservationMs: Number(CHAOS_RESERVATION_MS),
    leaseMarginMs: Number(CHAOS_LEASE_MARGIN_MS),
  });
  if (isBugName(CHAOS_BUG)) seededBugs[CHAOS_BUG](app.getHttpAdapter().getInstance());
  configureHttp(app);
  await app.listen(config.http.port, config.http.host);
}

async function createApp(
  config: Config,
  leases: { readonly reservationMs: number; readonly leaseMarginMs: number },
): Promise<NestFastifyApplication> {
  const testing = await Test.createTestingModule({
    imports: [AppModule.forRoot(config, createLogs(config.log.level), null)],
  })
    .overrideProvider(AtMostOnce)
    .useFactory({
      inject: [WriteLedger, LineLocks, StoreEpoch, AuditLog],
      factory: (...[ledger, locks, epoch, audit]: Parts) =>
        new WitnessedAtMostOnce(
          {
            ...{ ledger, locks, epoch, audit, commands: new Pseudonyms('secret', 'commands') },
            ...{ onEnd: () => {}, onDecision: () => {} },
          },
          { ...config.writes, ...leases },
        ),
    })
    .overrideProvider(FreebitTransport)
    .useFactory({
      inject: [HttpService],
      factory: (http: HttpService) => new WitnessedTransport(http, config.freebit),
    })
    .compile();
  return testing.createNestApplication<NestFastifyApplication>(await createFastifyAdapter(), {
    bodyParser: false,
  });
}

void main();
