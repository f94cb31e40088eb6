import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { maskLine } from '../../observability/mask-line';
import type { Pseudonyms } from '../../store/pseudonyms';
import { ProblemError } from '../problems/problem-error';
import { operationIdOf } from './idempotency-key';
import type { LineHold } from './line-locks';
import { PendingWrite, type PendingWriteParts, type WriteEnd } from './pending-write';
import { Reservations } from './reservations';
import type { StoreEpoch } from './store-epoch';
import type { SuccessAnswer, WriteCall } from './write-call.decorator';
import type { WriteCommand } from './write-command';
import { refusalOf, type WriteDecision } from './write-decision';
import { notSent, outcomeUnknown, storeProblem } from './write-problems';
import type { WriteRecord, WriteType } from './write-record';

export interface AtMostOnceOptions {
  readonly keyPolicy: 'required' | 'optional';
  /** Within this time the caller has an answer. */
  readonly answerMs: number;
  /** For this long an answer of Freebit is waited for. */
  readonly listenMs: number;
  /** How long a write is its owner's before it is sent: longer than `answerMs`, when it is given up. */
  readonly reservationMs: number;
  /** How much longer than Freebit is listened to a write stays its owner's. */
  readonly leaseMarginMs: number;
}

export interface AtMostOnceParts extends PendingWriteParts {
  readonly epoch: StoreEpoch;
  /** Names commands in fingerprints. */
  readonly commands: Pseudonyms;
  /** Told of every write that was executed. */
  readonly onEnd: (type: WriteType, end: WriteEnd['kind']) => void;
  /** Told of what was decided about each request. */
  readonly onDecision: (decision: WriteDecision) => void;
}

/**
 * How long the answer waits for its record; the record goes on being tried. So who finds a line busy may take what
 * Freebit was asked for less than this long ago: it was asked after every write that is acknowledged by now.
 */
export const RECORDING_PATIENCE_MS = 1_000;

/** Lets each write happen at most once, and remembers its answer. */
export class AtMostOnce {
  private readonly running = new Set<Promise<unknown>>();
  private readonly reservations: Reservations;

  constructor(
    private readonly parts: AtMostOnceParts,
    private readonly options: AtMostOnceOptions,
  ) {
    const { ledger, epoch, commands } = parts;
    this.reservations = new Reservations(ledger, epoch, commands, options.reservationMs);
  }

  /** The answer to a write, fresh or replayed. Rejects with the problem that the caller gets. */
  async run(call: WriteCall, command: WriteCommand): Promise<SuccessAnswer> {
    const operationId = this.operationOf(call);
    const claim = { operationId, owner: randomUUID() };
    const reserved = await this.reservations
      .reserve(call, command, claim)
      .catch(storeProblem)
      .catch(this.refuse);
    if (reserved.kind === 'replay') return await this.replay(operationId, reserved.record);
    const write = this.pending(call, command, reserved.hold);
    const attempt = this.attempt(command, reserved.hold, write);
    const recorded = this.keepRunning(this.record(command.type, write, attempt));
    const end = await this.withinDeadline(attempt, write, operationId);
    await Promise.race([recorded, pause(RECORDING_PATIENCE_MS, undefined, { ref: false })]);
    return toAnswer(end);
  }

  /** Resolves when no write of this process is under way any more. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }

  private operationOf({ caller, route, key }: WriteCall): string {
    if (key !== undefined) return operationIdOf(caller, route, key);
    if (this.options.keyPolicy === 'required') throw new ProblemError('IDEMPOTENCY_KEY_REQUIRED');
    return randomUUID();
  }

  private pending(call: WriteCall, { type, account }: WriteCommand, hold: LineHold): PendingWrite {
    const { operationId } = hold;
    const { caller, requestId } = call;
    const trail = { operationId, caller, requestId, type, line: maskLine(account) };
    const leaseMs = this.options.listenMs + this.options.leaseMarginMs;
    return new PendingWrite(this.parts, { hold, requestId, leaseMs, trail });
  }

  private async record(type: WriteType, write: PendingWrite, attempt: Promise<WriteEnd>): Promise<void> {
    const end = await attempt;
    this.parts.onDecision((end.kind === 'not_applied' && refusalOf(end.problem)) || 'executed');
    this.parts.onEnd(type, end.kind);
    await write.end(end);
  }

  private async attempt(command: WriteCommand, hold: LineHold, write: PendingWrite): Promise<WriteEnd> {
    try {
      await this.parts.locks.take(hold, this.options.reservationMs);
    } catch (error) {
      return { kind: 'not_applied', problem: notSent(error, hold.operationId) };
    }
    return await command.execute(hold.operationId, () => write.beforeSend());
  }

  private async replay(operationId: string, record: WriteRecord): Promise<SuccessAnswer> {
    const kept = this.parts.ledger.openAnswer(operationId, record);
    if (kept?.kind === 'success') {
      // Whoever is told of a success may read it: its owner may not have given the line back yet, or have died.
      await this.parts.locks.give(record).catch(storeProblem).catch(this.refuse);
      this.parts.onDecision('replayed');
      return { ...kept, replayed: true };
    }
    // It has ended, so it has an answer, which is damaged. To say that nobody knows would be wrong.
    if (kept === undefined && record.state === 'done')
      return this.refuse(new ProblemError('IDEMPOTENCY_STORE_UNAVAILABLE', { operationId }));
    this.parts.onDecision('replayed');
    if (kept === undefined) throw outcomeUnknown(operationId, { status: 504, replayed: true });
    throw new ProblemError(kept.code, { ...kept.facts, requestId: kept.requestId, replayed: true });
  }

  /** For a `catch`. */
  private readonly refuse = (error: unknown): never => {
    const decision = refusalOf(error);
    if (decision) this.parts.onDecision(decision);
    throw error;
  };

  private keepRunning<Value>(promise: Promise<Value>): Promise<Value> {
    const settled = promise.finally(() => this.running.delete(settled));
    this.running.add(settled);
    settled.catch(() => undefined);
    return settled;
  }

  /** A write that is being sent goes on when its caller has to be answered; one that still waits is given up. */
  private async withinDeadline(
    attempt: Promise<WriteEnd>,
    write: PendingWrite,
    operationId: string,
  ): Promise<WriteEnd> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const notSentYet = () => new ProblemError('UPSTREAM_UNAVAILABLE', { operationId });
        reject(write.giveUp() ? notSentYet() : write.tellUnknown());
      }, this.options.answerMs);
    });
    return await Promise.race([attempt, late]).finally(() => {
      clearTimeout(timer);
    });
  }
}

function toAnswer(end: WriteEnd): SuccessAnswer {
  if (end.kind === 'applied') return { ...end.answer, replayed: false };
  throw end.problem;
}
