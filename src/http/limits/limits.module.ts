import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Config } from '../../config/config';
import { Metrics } from '../../observability/metrics';
import { Pseudonyms } from '../../store/pseudonyms';
import { RateLimits } from '../../store/rate-limits';
import { STORE } from '../../store/store.module';
import type { Store } from '../../store/store';
import { CallerRate } from './caller-rate';
import { CallerRateGuard } from './caller-rate.guard';
import { DistinctLines } from './distinct-lines';

/** What one caller may ask. Needs `IdempotencyModule` for the names of lines in the store. */
@Global()
@Module({})
export class LimitsModule {
  static forRoot({ callerRate, lines, replicas }: Config['limits']): DynamicModule {
    return {
      module: LimitsModule,
      providers: [
        {
          provide: CallerRate,
          inject: [RateLimits, Metrics],
          useFactory: (rates: RateLimits, { limitsDecidedLocally }: Metrics) =>
            new CallerRate(rates, callerRate, () => limitsDecidedLocally.inc({ limit: 'rate' })),
        },
        {
          provide: DistinctLines,
          inject: [STORE, Pseudonyms, Metrics],
          useFactory: (store: Store, pseudonyms: Pseudonyms, { limitsDecidedLocally }: Metrics) =>
            new DistinctLines(store, pseudonyms, { ...lines, replicas }, () =>
              limitsDecidedLocally.inc({ limit: 'lines' }),
            ),
        },
        { provide: APP_GUARD, useClass: CallerRateGuard },
      ],
      exports: [DistinctLines],
    };
  }
}
