import type { Logger } from '../observability/logger';
import type { Metrics } from '../observability/metrics';
import type { Epochs } from './epochs';
import type { MemoryStore } from './memory.store';
import type { PrimaryState } from './redis/redis-primaries';
import { RedisStore } from './redis/redis.store';
import { RollbackWatch } from './redis/rollback-watch';

/** How often the primaries are queried, in milliseconds. */
const EVERY_MS = 10_000;

/** The state of the store at the last check of its primaries. */
export interface StoreCondition {
  readonly up: boolean;
  /** Whether it may lose acknowledged changes; null if unknown. */
  readonly mayForget: boolean | null;
  /** Whether each write is on disk before it is acknowledged; null if unknown. */
  readonly syncsAlways: boolean | null;
  /** The lowest number of replicas that are at most a second behind, over all primaries. */
  readonly promptReplicas: number;
}

const UNKNOWN: StoreCondition = { up: false, mayForget: null, syncsAlways: null, promptReplicas: 0 };

/** Watches the store: that its epochs exist, that no primary was rolled back, and how many replicas follow. */
export class StoreWatch {
  private condition: StoreCondition = UNKNOWN;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;
  private readonly rollbacks: RollbackWatch | null;

  constructor(
    private readonly store: MemoryStore | RedisStore,
    private readonly epochs: Epochs,
    private readonly waitReplicas: number,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {
    metrics.storeReplicasWanted.set(waitReplicas);
    this.rollbacks =
      store instanceof RedisStore
        ? new RollbackWatch(store, epochs, () => metrics.storeRollbacks.inc())
        : null;
  }

  /** Starts periodic checks. Resolves after the first one; a store that is down is checked again later. */
  async start(): Promise<void> {
    this.timer = setInterval(() => void this.look(), EVERY_MS).unref();
    await this.look();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** The condition at the last check. */
  get last(): StoreCondition {
    return this.condition;
  }

  /** Also called when the store comes back. Never rejects. */
  look(): Promise<void> {
    this.looking ??= this.lookAtAll()
      .catch(() => void (this.condition = UNKNOWN))
      .finally(() => {
        this.looking = null;
        this.metrics.storeUp.set(Number(this.condition.up));
      });
    return this.looking;
  }

  private async lookAtAll(): Promise<void> {
    await this.epochs.look();
    if (!(this.store instanceof RedisStore)) {
      this.condition = { up: true, mayForget: true, syncsAlways: null, promptReplicas: 0 };
      return;
    }
    const primaries = await this.store.primaries();
    this.condition = conditionOf(primaries);
    this.metrics.storeReplicas.set(this.condition.promptReplicas);
    this.warnAboutReplicas(primaries);
    await this.rollbacks?.look(primaries);
  }

  /** A replica that is not waited for may be promoted without the last writes. */
  private warnAboutReplicas(primaries: readonly PrimaryState[]): void {
    const shown = Math.max(0, ...primaries.map(({ replicas }) => replicas));
    if (this.waitReplicas > 0 && shown > this.waitReplicas)
      this.logger.warn(
        { store: 'replicas', count: shown },
        'Redis has more replicas than REDIS_WAIT_REPLICAS says; all of them are waited for',
      );
  }
}

function conditionOf(primaries: readonly PrimaryState[]): StoreCondition {
  const any = (values: readonly (boolean | null)[], wanted: boolean) =>
    values.includes(wanted) ? wanted : values.includes(null) ? null : !wanted;
  return {
    up: primaries.length > 0,
    mayForget: any(
      primaries.map(({ mayForget }) => mayForget),
      true,
    ),
    syncsAlways: any(
      primaries.map(({ syncsAlways }) => syncsAlways),
      false,
    ),
    promptReplicas: Math.min(...primaries.map(({ promptReplicas }) => promptReplicas)),
  };
}
