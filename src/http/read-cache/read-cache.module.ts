import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '../../config/config';
import { Metrics } from '../../observability/metrics';
import { MemoryStore } from '../../store/memory.store';
import { Pseudonyms } from '../../store/pseudonyms';
import { TextSeal } from '../../store/sealed-text';
import { STORE } from '../../store/store.module';
import type { Store } from '../../store/store';
import { LineVersions } from '../idempotency/line-versions';
import { CacheEntries } from './cache-entries';
import { Flights } from './flights';
import { ReadCache } from './read-cache';
import { SharedFetches } from './shared-fetches';

/** How many answers a process without Redis keeps. */
const KEPT_IN_MEMORY = 10_000;

/** Raised when what is kept changes its form: what other releases have kept then does not open. */
const FORM = 1;

/** What keeps reads quick, and Freebit from being asked the same twice. */
@Global()
@Module({})
export class ReadCacheModule {
  static forRoot(config: Config['reads']): DynamicModule {
    return {
      module: ReadCacheModule,
      providers: [
        {
          provide: ReadCache,
          inject: [STORE, Pseudonyms, LineVersions, Metrics],
          useFactory: (store: Store, pseudonyms: Pseudonyms, versions: LineVersions, metrics: Metrics) => {
            const entries = new CacheEntries(placeFor(store), sealFor(config), pseudonyms);
            const flights = new Flights((change) => metrics.readsWaiting.inc(change));
            const fetches = new SharedFetches(entries, flights);
            const onRead = (kind: string, result: string) => metrics.cachedReads.inc({ kind, result });
            return new ReadCache({ versions, entries, fetches, onRead }, config);
          },
        },
      ],
      exports: [ReadCache],
    };
  }
}

/** In a process's own memory, answers must not crowd out what has to be remembered. */
function placeFor(store: Store): Store {
  return store instanceof MemoryStore ? new MemoryStore(undefined, KEPT_IN_MEMORY) : store;
}

/** Two environments that share a Redis never read each other's answers. */
function sealFor({ secret, environment }: Config['reads']): TextSeal {
  return new TextSeal(secret, `reads ${FORM} ${environment}`);
}
