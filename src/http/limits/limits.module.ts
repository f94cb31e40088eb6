import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Config } from '../../config/config';
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
          inject: [RateLimits],
          useFactory: (rates: RateLimits) => new CallerRate(rates, callerRate),
        },
        {
          provide: DistinctLines,
          inject: [STORE, Pseudonyms],
          useFactory: (store: Store, pseudonyms: Pseudonyms) =>
            new DistinctLines(store, pseudonyms, { ...lines, replicas }),
        },
        { provide: APP_GUARD, useClass: CallerRateGuard },
      ],
      exports: [DistinctLines],
    };
  }
}
