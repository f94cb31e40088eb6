import { setTimeout as pause } from 'node:timers/promises';
import type { LRUCache } from 'lru-cache';
import { Deadline } from '../freebit/deadline';
import { ProblemError } from '../http/problems/problem-error';
import { maskLine } from '../lines/line';
import {
  keep,
  lineForm,
  noteToldUnknown,
  RECORDING_PATIENCE_MS,
  release,
  type LineRecord,
} from '../lines/line-record';
import type { AuditLine, AuditLog } from '../observability/audit-log';
import type { Epochs } from '../store/epochs';
import { insist } from '../store/insist';
import { changeRecords, put, readRecord, type Changed, type Decision } from '../store/records';
import { StoreUnavailableError, type Store } from '../store/store';
import type { AppliedAnswer, Outcome, OutcomeKind } from './outcome';
import { OPEN_INDEX, type WriteLedger } from './write-ledger';
import { notSent, outcomeUnknown } from './write-problems';
import { finish, markSent, tellUnknown, type WriteRecord, type WriteType } from './write-record';
import type { NamedOperation, WriteCall, WriteCommand } from './write-command';

export interface AttemptTimes {
  /** Milliseconds within which the caller is answered. */
  readonly answerMs: number;
  /** Milliseconds for everything before the write is sent; longer than `answerMs`, after which it is given up. */
  readonly reservationMs: number;
  /**
   * Milliseconds for which an attempt owns the line and the key after it was sent; longer than Freebit's answer is
   * awaited.
   */
  readonly leaseMs: number;
}

export interface AttemptListener {
  readonly onEnd: (type: WriteType, outcome: OutcomeKind) => void;
  /** The replicas of Redis did not confirm the record before the first byte, so the write was not sent. */
  readonly onUnconfirmed: () => void;
}

/** The collaborators of the attempts of a process. */
export interface AttemptParts {
  readonly store: Store;
  readonly ledger: WriteLedger;
  readonly epochs: Epochs;
  readonly audit: AuditLog;
  readonly listener: AttemptListener;
  readonly times: AttemptTimes;
  /** The line records as this process last wrote them, used as expected texts to save a read. */
  readonly lineTexts: LRUCache<string, string>;
  /** Lets a task continue after the request was answered; the process waits for it at shutdown. */
  readonly keepRunning: (task: Promise<unknown>) => void;
}

/** The right to send, for a limited time. */
export interface Lease {
  /**
   * Whether it still holds, by the monotonic and by the wall clock, whichever is later: a process that was paused must
   * not send a write that has meanwhile been resolved as not applied. Check it right before the first byte.
   */
  holds(): boolean;
}

/** How an outcome is recorded while the store, or a replica of it, is away. */
const PATIENTLY = { everyMs: 100, ref: true };

interface Records {
  readonly record: WriteRecord | null;
  readonly line: LineRecord | null;
  readonly nowMs: number;
}

/** One execution of an operation, from the reservation of its key and line to its recorded outcome. */
export class Attempt {
  readonly operationId: string;
  /** Identifies this attempt. */
  readonly owner: string;
  private phase: 'waiting' | 'sending' | 'given_up' = 'waiting';
  /** The records as this attempt last changed them. */
  private texts: readonly (string | null)[] | undefined;
  private isAnnounced = false;
  private whyNotSent: ProblemError | undefined;
  private told: ProblemError | undefined;
  private readonly deadline: Deadline;

  constructor(
    private readonly parts: AttemptParts,
    private readonly names: NamedOperation,
    private readonly reserved: WriteRecord,
    private readonly request: { readonly call: WriteCall; readonly command: WriteCommand },
  ) {
    this.operationId = names.operationId;
    this.owner = names.owner;
    this.deadline = Deadline.in(parts.times.answerMs);
  }

  /**
   * Await it when the connection is open, right before the first byte: records, on all replicas, that the write is
   * sent. Null if it must not be sent: the record or the audit line could not be written, another process has taken the
   * write over, or the caller was already answered.
   */
  async markSent(): Promise<Lease | null> {
    if (this.phase === 'given_up') return null;
    this.phase = 'sending';
    try {
      this.isAnnounced = true;
      await this.parts.audit.write({ audit: 'intent', ...this.auditLine() });
      return await this.recordSent();
    } catch (error) {
      this.whyNotSent = notSent(error, this.operationId);
      return null;
    }
  }

  /**
   * The answer for the caller, when the outcome is recorded or when the caller's time is over; a write that is being
   * sent goes on then. Throws the problem of an outcome that is not `applied`.
   */
  async settle(outcome: Promise<Outcome>): Promise<AppliedAnswer> {
    const ended = outcome.then((end) => this.explained(end));
    const recorded = ended.then((end) => this.record(end));
    this.parts.keepRunning(recorded);
    const end = await this.deadline.race<Outcome | 'late'>(ended, () => 'late');
    if (end === 'late') throw await this.answerLate();
    await Promise.race([recorded, pause(RECORDING_PATIENCE_MS, undefined, { ref: false })]);
    if (end.kind === 'applied') return end.answer;
    throw end.problem;
  }

  /** Frees a key and a line that a commit without an answer may have reserved, unless the reservation ends first. */
  static async free(parts: AttemptParts, names: NamedOperation): Promise<void> {
    const decide = decideEnd(parts, names, { state: 'not_applied', answer: null });
    const change = () => changeRecords(parts.store, { ...names, decide });
    await insist(change, { ...PATIENTLY, forMs: parts.times.reservationMs });
  }

  private async recordSent(): Promise<Lease | null> {
    const { names, parts } = this;
    const wallMs = Date.now();
    const { result, confirmed, nowMs, askedAtMs } = await this.change(({ record, line, nowMs: storeMs }) => {
      const untilMs = storeMs + parts.times.leaseMs;
      const sentAt = new Date().toISOString();
      const sent = markSent(record, names.owner, { nowMs: storeMs, untilMs, sentAt });
      const kept = keep(line, names.owner, { nowMs: storeMs, untilMs });
      return sent && kept ? { record: sent, line: kept } : null;
    });
    if (result === null) throw new StoreUnavailableError('Another process has taken the write over');
    if (!confirmed) {
      parts.listener.onUnconfirmed();
      throw new StoreUnavailableError('Not all replicas confirmed the write');
    }
    const forMs = result.leaseUntilMs - nowMs;
    return { holds: () => performance.now() < askedAtMs + forMs && Date.now() < wallMs + forMs };
  }

  /** The outcome, with the specific reason if the write was not sent. */
  private explained(outcome: Outcome): Outcome {
    if (outcome.kind !== 'not_applied' || this.whyNotSent === undefined) return outcome;
    return { kind: 'not_applied', problem: this.whyNotSent };
  }

  /**
   * The caller has to be answered now. A write that is not sent yet is given up. For one that is being sent, equal
   * writes under other keys are refused from now on, and "unknown" stays the answer until there is proof of an outcome.
   */
  private async answerLate(): Promise<ProblemError> {
    const { names, operationId, parts, request } = this;
    if (this.phase !== 'sending') {
      this.phase = 'given_up';
      return new ProblemError('UPSTREAM_UNAVAILABLE', { operationId });
    }
    const problem = (this.told = outcomeUnknown(operationId, { status: 504 }));
    const answer = parts.ledger.sealOutcome(
      operationId,
      { kind: 'unknown', problem },
      request.call.requestId,
    );
    await this.change(({ record, line }) => {
      const told = tellUnknown(record, names.owner, answer);
      const noted = noteToldUnknown(line, names.owner);
      return told && noted ? { record: told, line: noted } : null;
    }).catch(() => undefined);
    return problem;
  }

  /** Records the outcome; retries for 30 s, until all replicas have it. */
  private async record(outcome: Outcome): Promise<void> {
    const { names, operationId, parts, request } = this;
    parts.listener.onEnd(request.command.type, outcome.kind);
    const audited = this.isAnnounced && parts.audit.write(this.outcomeLine(outcome)).catch(() => undefined);
    const told = outcome.kind === 'unknown' && this.told ? { ...outcome, problem: this.told } : outcome;
    const answer = parts.ledger.sealOutcome(operationId, told, request.call.requestId);
    const decide = decideEnd(parts, names, { state: outcome.kind, answer });
    const change = { ...names, guess: this.texts, confirm: true, decide };
    await insist(() => changeRecords(parts.store, change), PATIENTLY);
    await audited;
  }

  /** Changes the records of the operation and of its line together; null if the change is not allowed. */
  private async change(
    next: (records: Records) => { record: WriteRecord; line: LineRecord } | null,
  ): Promise<Changed<WriteRecord | null>> {
    const { names, parts } = this;
    const epochText = parts.epochs.textOf(names.bucket);
    return await changeRecords<WriteRecord | null>(parts.store, {
      bucket: names.bucket,
      keys: names.keys,
      confirm: true,
      decide: (texts, nowMs) => {
        const [operationText = null, lineText = null, epoch = null] = texts;
        const record = readRecord(operationText, parts.ledger.form);
        const line = readRecord(lineText, lineForm);
        const changed = epoch === epochText ? next({ record, line, nowMs }) : null;
        if (changed === null) return { changes: [], result: null };
        const nextRecord = put(names.keys[0], changed.record, parts.ledger.form);
        const nextLine = put(names.keys[1], changed.line, lineForm);
        this.texts = [nextRecord.next, nextLine.next, epoch];
        parts.lineTexts.set(names.keys[1], nextLine.next);
        return { changes: [nextRecord, nextLine], result: changed.record };
      },
      guess: this.texts ?? this.textsOfReservation(),
    });
  }

  private textsOfReservation(): readonly (string | null)[] {
    const { parts, names } = this;
    const reserved = put(names.keys[0], this.reserved, parts.ledger.form).next;
    const line = parts.lineTexts.get(names.keys[1]) ?? null;
    return [reserved, line, parts.epochs.textOf(names.bucket) ?? null];
  }

  private auditLine(): Omit<AuditLine, 'audit'> {
    const { call, command } = this.request;
    const { amountMb, planCode, effectiveOn } = command.content;
    return {
      operationId: this.operationId,
      attempt: this.reserved.attempt,
      caller: call.caller,
      ...(call.onBehalfOf !== undefined && { onBehalfOf: call.onBehalfOf }),
      requestId: call.requestId,
      type: command.type,
      line: maskLine(command.line),
      lineName: this.names.line.pseudonym,
      ...(typeof amountMb === 'number' && { amountMb }),
      ...(typeof planCode === 'string' && { planCode }),
      ...(typeof effectiveOn === 'string' && { effectiveOn }),
    };
  }

  private outcomeLine(outcome: Outcome): AuditLine {
    const code = outcome.kind === 'applied' ? {} : { code: outcome.problem.code };
    return { audit: 'outcome', ...this.auditLine(), outcome: outcome.kind, ...code };
  }
}

/** Ends an attempt: records the outcome, and frees the line unless the outcome is unknown. */
function decideEnd(
  parts: AttemptParts,
  names: NamedOperation,
  end: { readonly state: Outcome['kind']; readonly answer: string | null },
): (texts: readonly (string | null)[], nowMs: number) => Decision<'ended'> {
  return ([operationText = null, lineText = null], nowMs) => {
    const record = readRecord(operationText, parts.ledger.form);
    const ended = finish(record, names.owner, { ...end, endedAt: new Date().toISOString() });
    const line = release(readRecord(lineText, lineForm), names.owner, {
      nowMs,
      unknown: end.state === 'unknown',
    });
    const lineChange = line && put(names.keys[1], line, lineForm);
    if (lineChange) parts.lineTexts.set(names.keys[1], lineChange.next);
    if (ended === null)
      return { changes: lineChange && record?.owner !== names.owner ? [lineChange] : [], result: 'ended' };
    return {
      changes: [put(names.keys[0], ended, parts.ledger.form), ...(lineChange ? [lineChange] : [])],
      indexing: end.state === 'unknown' ? [] : [{ index: OPEN_INDEX, member: names.operationId }],
      result: 'ended',
    };
  };
}
