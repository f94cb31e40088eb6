import { setTimeout as pause } from 'node:timers/promises';
import type { AuditLine, AuditLog } from '../../observability/audit-log';
import { StoreUnavailableError } from '../../store/store';
import { ProblemError } from '../problems/problem-error';
import type { LineHold, LineLocks } from './line-locks';
import type { RecordCell } from './record-cell';
import type { WriteLedger } from './write-ledger';
import type { KeptAnswer, WriteRecord } from './write-record';
import { inUse, outcomeUnknown } from './write-problems';
import { finish, leaveUnknown, markSent, release } from './write-transitions';

/** How a write ended. Only `refused` and `not_applied` carry the proof that nothing was applied. */
export type WriteEnd =
  | { readonly kind: 'applied'; readonly answer: Extract<KeptAnswer, { kind: 'success' }> }
  /** Refused for good: the same request would be refused again. */
  | { readonly kind: 'refused'; readonly problem: ProblemError }
  /** Refused or not sent for now: the key is free again. */
  | { readonly kind: 'not_applied'; readonly problem: ProblemError }
  | { readonly kind: 'unknown'; readonly problem: ProblemError };

export interface PendingWriteParts {
  readonly ledger: WriteLedger;
  readonly locks: LineLocks;
  readonly audit: AuditLog;
}

export interface PendingWriteFacts {
  readonly hold: LineHold;
  readonly requestId: string;
  readonly leaseMs: number;
  readonly trail: Pick<AuditLine, 'operationId' | 'caller' | 'requestId' | 'type' | 'line'>;
}

const RETRY_MS = 100;
const RETRIES_END_MS = 30_000;

/** One write that this process has reserved: what must be on record before it is sent, and after it has ended. */
export class PendingWrite {
  private readonly cell: RecordCell<WriteRecord>;
  private audited = false;
  private phase: 'waiting' | 'sending' | 'given_up' = 'waiting';
  private told: ProblemError | undefined;

  constructor(
    private readonly parts: PendingWriteParts,
    private readonly facts: PendingWriteFacts,
  ) {
    this.cell = parts.ledger.cell(facts.hold.operationId);
  }

  /** Gives the write up, unless it is being sent already; tells whether it could. */
  giveUp(): boolean {
    if (this.phase === 'sending') return false;
    this.phase = 'given_up';
    return true;
  }

  /** The caller is told that nobody knows. This stays the answer until there is proof of an end. */
  tellUnknown(): ProblemError {
    this.told = outcomeUnknown(this.facts.hold.operationId, { status: 504 });
    return this.told;
  }

  /**
   * To be awaited right before the first byte leaves. When it rejects, nothing may be sent: the intent could not be
   * put on record, somebody else has taken the write over, or its caller has been told that it was not sent.
   */
  async beforeSend(): Promise<void> {
    if (this.phase === 'given_up') throw new ProblemError('UPSTREAM_UNAVAILABLE');
    this.phase = 'sending';
    const { hold, leaseMs, trail } = this.facts;
    // Also a line that came too late for us may be written yet, and then stands beside its outcome.
    this.audited = true;
    await this.parts.audit.write({ audit: 'intent', ...trail });
    await this.parts.locks.keep(hold, leaseMs);
    const { next } = await this.cell.change((record, nowMs) => ({
      next: markSent(record, hold.owner, { nowMs, leaseMs }),
    }));
    if (next === null) throw inUse(hold.operationId, 0);
  }

  /** Puts the end on record, trying again for 30 s: the caller already has the true answer. */
  async end(end: WriteEnd): Promise<void> {
    const told = this.audited && this.parts.audit.write(this.outcomeLine(end)).catch(() => undefined);
    const recorded = await this.insist(() => this.record(end));
    // After an unknown end the line stays taken until its lease is over: Freebit may still be at work. An end that is
    // not on record will be unknown to everybody else, so that the write stays open too.
    if (recorded && end.kind !== 'unknown') await this.insist(() => this.parts.locks.give(this.facts.hold));
    await told;
  }

  private async record(end: WriteEnd): Promise<void> {
    const { owner, operationId } = this.facts.hold;
    const endedAt = new Date().toISOString();
    if (end.kind === 'not_applied') {
      await this.cell.change((record) => ({ next: release(record, owner, endedAt) }));
      return;
    }
    const answer = this.parts.ledger.sealAnswer(operationId, this.kept(end));
    const applied = end.kind === 'applied';
    await this.cell.change((record) => ({
      next:
        end.kind === 'unknown'
          ? leaveUnknown(record, owner, { answer, endedAt })
          : finish(record, owner, { answer, applied, endedAt }),
    }));
  }

  private kept(end: Exclude<WriteEnd, { kind: 'not_applied' }>): KeptAnswer {
    if (end.kind === 'applied') return end.answer;
    const told = end.kind === 'unknown' ? this.told : undefined;
    const { code, facts } = told ?? end.problem;
    return { kind: 'problem', code, facts, requestId: this.facts.requestId };
  }

  private outcomeLine(end: WriteEnd): AuditLine {
    const outcome = {
      applied: 'applied',
      refused: 'not_applied',
      not_applied: 'not_applied',
      unknown: 'unknown',
    } as const;
    const code = end.kind === 'applied' ? {} : { code: end.problem.code };
    return { audit: 'outcome', ...this.facts.trail, outcome: outcome[end.kind], ...code };
  }

  /** Whether it succeeded in the end. */
  private async insist(attempt: () => Promise<void>): Promise<boolean> {
    const untilMs = performance.now() + RETRIES_END_MS;
    for (;;) {
      try {
        await attempt();
        return true;
      } catch (error) {
        if (!(error instanceof StoreUnavailableError) || performance.now() > untilMs) return false;
      }
      await pause(RETRY_MS);
    }
  }
}
