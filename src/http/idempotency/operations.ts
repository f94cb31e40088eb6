import type { AuditLog } from '../../observability/audit-log';
import { ProblemError } from '../problems/problem-error';
import type { LineLocks } from './line-locks';
import type { RememberedWrite, WriteLedger } from './write-ledger';
import { storeProblem } from './write-problems';
import type { Resolution, WriteDetails, WriteRecord } from './write-record';
import { resolve } from './write-transitions';

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
    const writes = await this.ledger.findAll(ids, this.onUnreadable).catch(storeProblem);
    return writes
      .filter((write) => write.state === state)
      .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
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
