import { BUCKETS, type Epochs } from '../epochs';
import { put, readRecord, type RecordForm } from '../records';
import type { PrimaryState } from './redis-primaries';
import type { RedisStore } from './redis.store';

/** The replication state of a primary at the last check. */
interface Mark {
  readonly replicationId: string;
  readonly offset: number;
  /** Increases with every check by any process. */
  readonly looks: number;
}

const MARK = 'mark';

const markForm: RecordForm<Mark> = {
  version: 1,
  isWhole: ({ replicationId, offset, looks }) =>
    typeof replicationId === 'string' && typeof offset === 'number' && typeof looks === 'number',
  ttlMs: () => undefined,
};

/**
 * Notices that a primary was rolled back to an earlier state: a replica without the last writes was promoted, or a
 * backup was restored. Then the epochs of its buckets are replaced, as after a loss.
 */
export class RollbackWatch {
  /** The marks that this process has seen, by the bucket that holds them. */
  private readonly seen = new Map<string, Mark>();

  constructor(
    private readonly store: RedisStore,
    private readonly epochs: Epochs,
    /** Called for each primary that was found in an earlier state. */
    private readonly onRollback: () => void,
  ) {}

  /** Checks every primary and writes a mark to it. Rejects with `StoreUnavailableError`. */
  async look(primaries: readonly PrimaryState[]): Promise<void> {
    for (const primary of primaries) await this.lookAt(primary);
  }

  private async lookAt(primary: PrimaryState): Promise<void> {
    const buckets = BUCKETS.filter((bucket) => this.store.ownerOf(bucket) === primary.node);
    const [bucket] = buckets;
    if (bucket === undefined) return;
    const { texts } = await this.store.read(bucket, [MARK]);
    const text = texts[0] ?? null;
    const mark = readRecord(text, markForm);
    const before = this.seen.get(bucket);
    if (mark !== null && (isBehind(primary, mark) || (before !== undefined && mark.looks < before.looks))) {
      this.onRollback();
      await this.epochs.replaceAll(buckets);
    }
    const { replicationId, offset } = primary;
    const next = { replicationId, offset, looks: (mark?.looks ?? 0) + 1 };
    const { done } = await this.store.commit(bucket, [{ ...put(MARK, next, markForm), expected: text }]);
    if (done) this.seen.set(bucket, next);
  }
}

/** Whether a primary lacks what the mark saw. An unknown history proves nothing: the primary was restarted. */
function isBehind(primary: PrimaryState, { replicationId, offset }: Mark): boolean {
  if (replicationId === primary.replicationId) return primary.offset < offset;
  return replicationId === primary.earlierReplicationId && primary.earlierOffset <= offset;
}
