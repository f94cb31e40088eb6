import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '../../store/store';
import { ProblemError } from '../problems/problem-error';
import {
  isHeld,
  lock,
  newLineRecord,
  parseLineRecord,
  prolong,
  unlock,
  type LineRecord,
  type OpenWrite,
} from './line-record';
import { RecordCell, type Notation } from './record-cell';
import type { WriteLedger } from './write-ledger';

export interface LineHold extends OpenWrite {
  readonly lineKey: string;
}

const WAIT_MS = 2_000;
const POLL_MS = 25;
const DAY_MS = 24 * 60 * 60 * 1000;

const notation: Notation<LineRecord> = {
  parse: parseLineRecord,
  ttlMs: ({ open }) => (open.length > 0 ? undefined : DAY_MS),
};

/** Lets one write at a time through for each line, over all replicas. */
export class LineLocks {
  constructor(
    private readonly store: Store,
    private readonly ledger: WriteLedger,
  ) {}

  /**
   * Waits up to 2 s for the line. Throws `ACCOUNT_BUSY` when another write keeps it, and `PREVIOUS_OUTCOME_UNKNOWN`
   * when an equal write may have been applied.
   */
  async take(hold: LineHold, leaseMs: number): Promise<void> {
    const patienceEndsMs = performance.now() + WAIT_MS;
    for (;;) {
      const { locked } = await this.cell(hold.lineKey).change((record, nowMs) =>
        lock(record ?? newLineRecord(nowMs), { ...hold, untilMs: nowMs + leaseMs, nowMs }),
      );
      if (locked.kind === 'locked') return;
      if (locked.kind === 'suspect' && (await this.dismiss(hold.lineKey, locked.write))) continue;
      if (performance.now() > patienceEndsMs) throw new ProblemError('ACCOUNT_BUSY');
      await pause(POLL_MS);
    }
  }

  /** Keeps the line while an answer may come. Throws `ACCOUNT_BUSY` when it has been lost. */
  async keep({ lineKey, owner }: LineHold, leaseMs: number): Promise<void> {
    const { next } = await this.cell(lineKey).change((record, nowMs) => ({
      next: record && prolong(record, owner, { nowMs, untilMs: nowMs + leaseMs }),
    }));
    if (next === null) throw new ProblemError('ACCOUNT_BUSY');
  }

  /** Whether a write still has the line, and nobody else has had it since. */
  async isKept({ lineKey, owner }: Pick<LineHold, 'lineKey' | 'owner'>): Promise<boolean> {
    const { value, nowMs } = await this.cell(lineKey).read();
    return value?.lock?.owner === owner && isHeld(value, nowMs);
  }

  /** Gives the line back, and strikes the write off, once the end of its owner's attempt is known. */
  async give({ lineKey, owner }: Pick<LineHold, 'lineKey' | 'owner'>): Promise<void> {
    await this.cell(lineKey).change((record, nowMs) => ({ next: record && unlock(record, owner, nowMs) }));
  }

  /** Whether an open write turned out to have ended. One that its owner left before sending ends by being found. */
  private async dismiss(lineKey: string, { operationId, owner }: OpenWrite): Promise<boolean> {
    const write = await this.ledger.find(operationId);
    if (write?.state === 'unknown') throw new ProblemError('PREVIOUS_OUTCOME_UNKNOWN', { operationId });
    if (write?.state === 'sent' || write?.state === 'reserved') return false;
    await this.give({ lineKey, owner });
    return true;
  }

  private cell(lineKey: string): RecordCell<LineRecord> {
    return new RecordCell(this.store, lineKey, notation);
  }
}
