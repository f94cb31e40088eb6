import type { AuditLog } from '../../observability/audit-log';
import { UnreadableRecordError } from '../../store/store';
import { ProblemError } from '../problems/problem-error';
import type { LineLocks } from './line-locks';
import type { WriteLedger } from './write-ledger';
import { storeProblem } from './write-problems';
import type { Resolution, WriteDetails, WriteRecord } from './write-record';
import { resolve } from './write-transitions';

/** How many records are read at the same time. */
const AT_ONCE = 20;

/** A write as people look at it. */
export interface RememberedWrite extends WriteRecord {
  readonly operationId: string;
}

/** The writes that are remembered, for those who want to know what became of them. */
export class Operations {
  constructor(
    private readonly ledger: WriteLedger,
    private readonly locks: LineLocks,
    private readonly audit: AuditLog,
    /** Told of a record that is damaged. */
    private readonly onUnreadable: (operationId: string) => void,
  ) {}

  /** Throws `OPERATION_NOT_FOUND`, or `IDEMPOTENCY_STORE_UNAVAILABLE`. */
  async find(operationId: string): Promise<RememberedWrite> {
    const record = await this.ledger.find(operationId).catch(storeProblem);
    if (record === null) throw new ProblemError('OPERATION_NOT_FOUND');
    return { ...record, operationId };
  }

  /** The writes that are in a state, oldest first. */
  async inState(state: WriteRecord['state']): Promise<RememberedWrite[]> {
    const ids = await this.ledger.ids().catch(storeProblem);
    const found: RememberedWrite[] = [];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const writes = await Promise.all(ids.slice(at, at + AT_ONCE).map((id) => this.readable(id)));
      found.push(...writes.filter((write) => write !== null).filter((write) => write.state === state));
    }
    return found.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  }

  /** Null for a record that is gone or damaged: one of them must not hide all others. */
  private async readable(operationId: string): Promise<RememberedWrite | null> {
    const record = await this.ledger.find(operationId).catch((error: unknown) => {
      if (!(error instanceof UnreadableRecordError)) return storeProblem(error);
      this.onUnreadable(operationId);
      return null;
    });
    return record && { ...record, operationId };
  }

  /** Whether its line is still kept for this write, so that no other one was sent since. */
  async keepsLine(write: RememberedWrite): Promise<boolean> {
    return await this.locks.isKept(write).catch(storeProblem);
  }

  /** What the write wanted; undefined when it was sealed under another OEM key. */
  detailsOf(write: RememberedWrite): WriteDetails | undefined {
    return this.ledger.openDetails(write.operationId, write);
  }

  /**
   * Records what became of an unknown write: its key then replays success, or is free. Throws `OPERATION_NOT_UNKNOWN`
   * when its outcome is known already, and `IDEMPOTENCY_STORE_UNAVAILABLE` when it is said to be applied but what the
   * key shall replay cannot be read: it was sealed under another secret.
   */
  async resolve(write: RememberedWrite, resolution: Resolution): Promise<RememberedWrite> {
    const { operationId, type, line } = write;
    if (write.state !== 'unknown') throw new ProblemError('OPERATION_NOT_UNKNOWN', { operationId });
    const presumed = this.detailsOf(write)?.presumed;
    const answer = presumed && this.ledger.sealAnswer(operationId, presumed);
    const { outcome, by: caller, note } = resolution;
    if (outcome === 'applied' && answer === undefined)
      throw new ProblemError('IDEMPOTENCY_STORE_UNAVAILABLE', { operationId });
    await this.audit
      .write({ audit: 'resolution', operationId, caller, type, line, outcome, note: note ?? undefined })
      .catch(storeProblem);
    const { next } = await this.ledger
      .cell(operationId)
      .change((record) => ({ next: record && resolve(record, resolution, answer ?? null) }))
      .catch(storeProblem);
    if (next === null) throw new ProblemError('OPERATION_NOT_UNKNOWN', { operationId });
    await this.locks.give(next).catch(storeProblem);
    return { ...next, operationId };
  }
}
