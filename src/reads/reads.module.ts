import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '../config/config';
import { LineNames } from '../lines/line-names';
import { Metrics } from '../observability/metrics';
import { Epochs } from '../store/epochs';
import { TextSeal } from '../store/sealed-text';
import { STORE } from '../store/store.module';
import type { Store } from '../store/store';
import { CacheEntries } from './cache-entry';
import { ReadCache } from './read-cache';
import { SingleFlight } from './single-flight';

/** The cache of reads. It makes reads fast and saves calls to Freebit. */
@Global()
@Module({})
export class ReadsModule {
  static forRoot({ reads, contract }: Pick<Config, 'reads' | 'contract'>): DynamicModule {
    return {
      module: ReadsModule,
      providers: [
        {
          provide: ReadCache,
          inject: [STORE, Epochs, LineNames, Metrics],
          useFactory: (store: Store, epochs: Epochs, names: LineNames, metrics: Metrics) => {
            const entries = new CacheEntries(new TextSeal(reads.secret, `reads of ${contract}`));
            const flights = new SingleFlight();
            metrics.beforeReading(() => metrics.readsWaiting.set(flights.waiting));
            return new ReadCache(store, epochs, names, entries, flights, reads);
          },
        },
      ],
      exports: [ReadCache],
    };
  }
}
