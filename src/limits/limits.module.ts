import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '../config/config';
import { LineNames } from '../lines/line-names';
import { Metrics } from '../observability/metrics';
import { Epochs } from '../store/epochs';
import { RedisStore } from '../store/redis/redis.store';
import type { Store } from '../store/store';
import { STORE } from '../store/store.module';
import { CallerLimits } from './caller-limits';
import { CallerNames } from './caller-names';
import { MoneyLimits } from './money-limits';
import { RequestGate } from './request-gate';
import { SharedLimits } from './shared-limits';

/** What the limits need to know. */
export type LimitsOptions = Config['limits'] & {
  /** Creates the names of callers in the store. */
  readonly secret: string;
  /** Host and OEM id: callers of another contract are other callers. */
  readonly contract: string;
};

/** The limits of callers. Needs `AuthModule`, `LinesModule` and `StoreModule`. */
@Global()
@Module({})
export class LimitsModule {
  static forRoot({ secret, contract, ...options }: LimitsOptions): DynamicModule {
    const callers = new CallerNames(secret, contract);
    return {
      module: LimitsModule,
      providers: [
        RequestGate,
        {
          provide: CallerLimits,
          inject: [LineNames, STORE, Metrics],
          useFactory: (lines: LineNames, store: Store, { limitsDecidedLocally }: Metrics) => {
            const shared = store instanceof RedisStore ? new SharedLimits(store) : null;
            const onAlone = (limit: string) => limitsDecidedLocally.inc({ limit });
            return new CallerLimits(options, { lines, callers }, shared, onAlone);
          },
        },
        {
          provide: MoneyLimits,
          inject: [STORE, Epochs],
          useFactory: (store: Store, epochs: Epochs) => new MoneyLimits(store, epochs, callers),
        },
      ],
      exports: [CallerLimits, MoneyLimits, RequestGate],
    };
  }
}
