import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { maskLine } from '../../observability/mask-line';
import { AuditUnavailable, type AuditLog } from '../../observability/audit-log';
import { StoreUnavailableError } from '../../store/store';
import { ProblemError } from '../problems/problem-error';
import { fingerprintOf, operationIdOf, timeOfKey } from './idempotency-key';
import type { LineHold, LineLocks } from './line-locks';
import { PendingWrite, type WriteEnd } from './pending-write';
import type { StoreEpoch } from './store-epoch';
import type { SuccessAnswer, WriteCall } from './write-call.decorator';
import type { WriteLedger } from './write-ledger';
import type { KeptAnswer, WriteRecord, WriteType } from './write-record';
import { begin } from './write-transitions';

type Success = Extract<KeptAnswer, { kind: 'success' }>;

/** A write as the rest of the gateway describes it. */
export interface WriteCommand {
  readonly type: WriteType;
  readonly account: string;
  /** Names the line in the store without telling its number. */
  readonly lineKey: string;
  /** Everything that makes it this write and no other. */
  readonly content: Readonly<Record<string, string | number | boolean>>;
  /** The answer if the write turns out to have been applied without Freebit's word for it. */
  readonly presumed: (operationId: string) => Success;
  /** Does it. `beforeSend` must be awaited right before the first byte leaves, and nothing sent if it rejects. */
  readonly execute: (operationId: string, beforeSend: () => Promise<void>) => Promise<WriteEnd>;
}

interface Reservation {
  readonly operationId: string;
  readonly owner: string;
}

export interface AtMostOnceOptions {
  readonly keyPolicy: 'required' | 'optional';
  /** Within this time the caller has an answer. */
  readonly answerMs: number;
  /** For this long an answer of Freebit is waited for. */
  readonly listenMs: number;
}

export interface AtMostOnceParts {
  readonly ledger: WriteLedger;
  readonly locks: LineLocks;
  readonly epoch: StoreEpoch;
  readonly audit: AuditLog;
  /** Told of every write that was executed. */
  readonly onEnd: (type: WriteType, end: WriteEnd['kind']) => void;
}

/** Long enough to wait for the line and for an auth key. */
const RESERVATION_MS = 12_000;
/** How much longer than Freebit is listened to a write stays its owner's. */
const LEASE_MARGIN_MS = 10_000;
/** How long the answer waits for its record; the record goes on being tried. */
const RECORDING_PATIENCE_MS = 1_000;
/** The longest `Retry-After` for a write that is running: most end much sooner than their lease. */
const LONGEST_RETRY_AFTER_S = 5;

/** Lets each write happen at most once, and remembers its answer. */
export class AtMostOnce {
  private readonly running = new Set<Promise<unknown>>();

  constructor(
    private readonly parts: AtMostOnceParts,
    private readonly options: AtMostOnceOptions,
  ) {}

  /** The answer to a write, fresh or replayed. Rejects with the problem that the caller gets. */
  async run(call: WriteCall, command: WriteCommand): Promise<SuccessAnswer> {
    const operationId = this.operationOf(call);
    const owner = randomUUID();
    const reserved = await this.reserve(call, command, { operationId, owner }).catch(storeProblem);
    if (reserved.kind === 'replay') return this.replay(operationId, reserved.record);
    const execution = this.keepRunning(this.execute(call, command, reserved.hold));
    return toAnswer(await this.withinDeadline(execution, operationId));
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

  private async reserve(
    call: WriteCall,
    command: WriteCommand,
    { operationId, owner }: Reservation,
  ): Promise<{ kind: 'replay'; record: WriteRecord } | { kind: 'execute'; hold: LineHold }> {
    const draft = this.draft(call, command, { operationId, owner });
    const { begun, next, isNew } = await this.parts.ledger.cell(operationId).change((record, nowMs) => {
      const fresh = { ...draft, leaseUntilMs: nowMs + RESERVATION_MS };
      return { ...begin(record, { nowMs, owner, draft: fresh }), isNew: record === null };
    });
    if (begun.kind === 'reused') throw new ProblemError('IDEMPOTENCY_KEY_REUSED', { operationId });
    if (begun.kind === 'running') throw inUse(operationId, begun.forMs);
    if (begun.kind === 'replay' && next) return { kind: 'replay', record: next };
    if (isNew && call.key !== undefined) await this.refuseForgotten(call.key, { operationId, owner });
    const { lineKey } = command;
    return { kind: 'execute', hold: { operationId, owner, lineKey, fingerprint: draft.fingerprint } };
  }

  /** A store that was wiped after a key was made cannot tell whether the write has been sent before. */
  private async refuseForgotten(key: string, { operationId, owner }: Reservation): Promise<void> {
    // Read after the reservation, so that a wipe before it cannot go unnoticed.
    const { sinceMs } = await this.parts.epoch.current();
    const madeAtMs = timeOfKey(key);
    if (madeAtMs === undefined || madeAtMs >= sinceMs) return;
    await this.parts.ledger.cell(operationId).remove((record) => record.owner === owner);
    throw outcomeUnknown(operationId, 409);
  }

  private draft(
    { caller, route }: WriteCall,
    { type, account, lineKey, content, presumed }: WriteCommand,
    { operationId, owner }: Reservation,
  ): WriteRecord {
    return {
      state: 'reserved',
      owner,
      leaseUntilMs: 0,
      fingerprint: fingerprintOf(route, account, content),
      caller,
      type,
      line: maskLine(account),
      lineKey,
      details: this.parts.ledger.sealDetails(operationId, {
        account,
        content,
        presumed: presumed(operationId),
      }),
      answer: null,
      applied: null,
      createdAt: new Date().toISOString(),
      endedAt: null,
      resolution: null,
    };
  }

  private async execute(call: WriteCall, command: WriteCommand, hold: LineHold): Promise<WriteEnd> {
    const { operationId } = hold;
    const { caller, requestId } = call;
    const trail = { operationId, caller, requestId, type: command.type, line: maskLine(command.account) };
    const leaseMs = this.options.listenMs + LEASE_MARGIN_MS;
    const write = new PendingWrite(this.parts, { hold, requestId, leaseMs, trail });
    const end = await this.attempt(command, hold, write);
    this.parts.onEnd(command.type, end.kind);
    const recorded = this.keepRunning(write.end(end));
    await Promise.race([recorded, pause(RECORDING_PATIENCE_MS, undefined, { ref: false })]);
    return end;
  }

  private async attempt(command: WriteCommand, hold: LineHold, write: PendingWrite): Promise<WriteEnd> {
    try {
      await this.parts.locks.take(hold, RESERVATION_MS);
    } catch (error) {
      return { kind: 'not_applied', problem: notSent(error, hold.operationId) };
    }
    return await command.execute(hold.operationId, () => write.beforeSend());
  }

  private replay(operationId: string, record: WriteRecord): SuccessAnswer {
    const kept = this.parts.ledger.openAnswer(operationId, record);
    if (kept?.kind === 'success') return { ...kept, replayed: true };
    if (kept === undefined) throw outcomeUnknown(operationId, 504, { replayed: true });
    throw new ProblemError(kept.code, { ...kept.facts, requestId: kept.requestId, replayed: true });
  }

  private keepRunning<Value>(promise: Promise<Value>): Promise<Value> {
    const settled = promise.finally(() => this.running.delete(settled));
    this.running.add(settled);
    settled.catch(() => undefined);
    return settled;
  }

  /** The write goes on when its caller has to be answered before it has ended. */
  private async withinDeadline(execution: Promise<WriteEnd>, operationId: string): Promise<WriteEnd> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(outcomeUnknown(operationId, 504));
      }, this.options.answerMs);
    });
    return await Promise.race([execution, late]).finally(() => {
      clearTimeout(timer);
    });
  }
}

function toAnswer(end: WriteEnd): SuccessAnswer {
  if (end.kind === 'applied') return { ...end.answer, replayed: false };
  throw end.problem;
}

function outcomeUnknown(
  operationId: string,
  status: number,
  more: { replayed?: boolean } = {},
): ProblemError {
  return new ProblemError('OUTCOME_UNKNOWN', { status, outcome: 'unknown', operationId, ...more });
}

function inUse(operationId: string, forMs: number): ProblemError {
  const retryAfterSeconds = Math.min(LONGEST_RETRY_AFTER_S, Math.max(1, Math.ceil(forMs / 1000)));
  return new ProblemError('IDEMPOTENCY_KEY_IN_USE', { operationId, retryAfterSeconds });
}

function storeProblem(error: unknown): never {
  throw error instanceof StoreUnavailableError ? new ProblemError('IDEMPOTENCY_STORE_UNAVAILABLE') : error;
}

/** Why a write was not sent, as the caller is told. */
export function notSent(error: unknown, operationId: string): ProblemError {
  if (error instanceof ProblemError) return new ProblemError(error.code, { operationId, ...error.facts });
  const unavailable = error instanceof StoreUnavailableError || error instanceof AuditUnavailable;
  const code = unavailable ? 'IDEMPOTENCY_STORE_UNAVAILABLE' : 'INTERNAL_ERROR';
  return new ProblemError(code, { operationId, outcome: 'not_applied' });
}
