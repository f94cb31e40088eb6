import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Metrics } from '../observability/metrics';
import { Epochs } from '../store/epochs';
import type { Store } from '../store/store';
import { COUNTERS, STORE } from '../store/store.module';
import { CallerLimits, type CallerLimitsOptions } from './caller-limits';
import type { Counters } from './counters';
import { MoneyLimits } from './money-limits';
import { RequestGate } from './request-gate';
import { SharedLimits } from './shared-limits';

/** The limits of callers. Needs `AuthModule` and `StoreModule`. */
@Global()
@Module({})
export class LimitsModule {
  static forRoot(options: CallerLimitsOptions): DynamicModule {
    return {
      module: LimitsModule,
      providers: [
        RequestGate,
        {
          provide: CallerLimits,
          inject: [COUNTERS, Metrics],
          useFactory: (counters: Counters | null, { limitsDecidedLocally }: Metrics) =>
            new CallerLimits(options, counters && new SharedLimits(counters), (limit) =>
              limitsDecidedLocally.inc({ limit }),
            ),
        },
        {
          provide: MoneyLimits,
          inject: [STORE, Epochs],
          useFactory: (store: Store, epochs: Epochs) => new MoneyLimits(store, epochs, options),
        },
      ],
      exports: [CallerLimits, MoneyLimits, RequestGate],
    };
  }
}
