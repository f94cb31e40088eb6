import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { ProblemError } from '../http/problems/problem-error';
import type { LineNames } from '../lines/line-names';
import { lineForm, lineKey } from '../lines/line-record';
import { EPOCH, readEpoch, type Epoch } from '../store/epochs';
import { changeRecords, readRecord } from '../store/records';
import { Attempt, type AttemptListener, type AttemptParts } from './attempt';
import { decideBegin, type BeginStep, type WriteToBegin } from './begin-decision';
import { KeyRegister } from './key-register';
import type { AppliedAnswer } from './outcome';
import type { NamedOperation, WriteCall, WriteCommand } from './write-command';
import type { Operation } from './write-ledger';
import { operationKey, type WriteNames } from './write-names';
import { keyInUse, notSent, outcomeUnknown } from './write-problems';

export type Begun =
  /** The recorded answer to an earlier request. */
  | { readonly kind: 'replay'; readonly answer: AppliedAnswer }
  /** This attempt may execute the write. */
  | { readonly kind: 'execute'; readonly attempt: Attempt };

/** The decision about the key and the line of a request. */
export type WriteDecision =
  | 'executed'
  | 'replayed'
  | 'in_use'
  | 'reused'
  | 'account_busy'
  | 'previous_unknown'
  | 'forgotten'
  | 'refused'
  | 'store_unavailable';

export interface WriteListener extends AttemptListener {
  readonly onDecision: (decision: WriteDecision) => void;
}

/** The collaborators of the write path of a process. */
export interface WriteParts extends Omit<AttemptParts, 'lineTexts' | 'keepRunning'> {
  readonly names: { readonly writes: WriteNames; readonly lines: LineNames };
  readonly listener: WriteListener;
}

/** How long a write waits for a line that another write has locked, and how often it tries again, in milliseconds. */
const LINE_PATIENCE_MS = 2_000;
const LINE_POLL_MS = 25;

/** How many line records a process remembers, to change them without a read. */
const REMEMBERED_LINES = 10_000;

/** Executes each write at most once, and replays its answer. */
export class Writes {
  private readonly running = new Set<Promise<unknown>>();
  private readonly register: KeyRegister;
  private readonly attempts: AttemptParts;

  constructor(private readonly parts: WriteParts) {
    const lineTexts = new LRUCache<string, string>({ max: REMEMBERED_LINES });
    this.attempts = { ...parts, lineTexts, keepRunning: (task) => this.keepRunning(task) };
    this.register = new KeyRegister(parts.store, parts.ledger);
  }

  /**
   * Throws the problem of a write that must not be executed now. `admitted` rejects if the request may not go on: it is
   * awaited at the same time as the first step, which is then undone.
   */
  async begin(
    call: WriteCall,
    command: WriteCommand,
    admitted: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Begun> {
    const write = { operation: this.nameOf(call, command), call, command };
    const patienceEndsMs = performance.now() + LINE_PATIENCE_MS;
    const isOwnKey = this.claimKey(write);
    // Awaited with the first step, which may fail before it.
    isOwnKey.catch(() => undefined);
    const first = this.step(write, isOwnKey);
    await this.admit(admitted(), first, write);
    for (let step = await first; ; step = await this.step(write, isOwnKey)) {
      const waits = step.kind === 'account_busy' && performance.now() < patienceEndsMs;
      if (!waits && step.kind !== 'no_epoch') return this.toBegun(step, write);
      await pause(LINE_POLL_MS);
    }
  }

  /** Resolves when no write of this process is in progress any more. */
  async settled(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled(this.running);
  }

  /** Lets a task continue after the request was answered; `settled` waits for it. */
  keepRunning(task: Promise<unknown>): void {
    const settled: Promise<unknown> = task.catch(() => undefined).finally(() => this.running.delete(settled));
    this.running.add(settled);
  }

  /** Rejects as `admitted` does; what the first step has reserved is then freed in the background. */
  private async admit(
    admitted: Promise<void>,
    first: Promise<BeginStep>,
    { operation }: WriteToBegin,
  ): Promise<void> {
    // Awaited after `admitted`, and may fail before it.
    first.catch(() => undefined);
    try {
      await admitted;
    } catch (refused) {
      this.keepRunning(
        first.then(({ kind }) => (kind === 'execute' ? Attempt.free(this.attempts, operation) : undefined)),
      );
      throw refused;
    }
  }

  private nameOf({ caller, route, key }: WriteCall, { line, content }: WriteCommand): NamedOperation {
    const { writes, lines } = this.parts.names;
    const name = lines.of(line);
    const bucket = String(name.bucket);
    const operationId =
      key === undefined ? writes.randomOperationId(bucket) : writes.operationId(caller, route, key, bucket);
    return {
      operationId,
      owner: randomUUID(),
      bucket,
      keys: [operationKey(operationId), lineKey(name.pseudonym), EPOCH],
      line: name,
      fingerprint: writes.fingerprint({ route, line, content }),
    };
  }

  private claimKey({ operation, call }: WriteToBegin): Promise<boolean> {
    const { caller, route, key } = call;
    if (key === undefined) return Promise.resolve(true);
    return this.register.claim(this.parts.names.writes.placeOfKey(caller, route, key), operation.operationId);
  }

  /** One attempt to take key and line for this request, in one round trip to the store. */
  private async step(write: WriteToBegin, isOwnKey: Promise<boolean>): Promise<BeginStep> {
    const { epochs, listener } = this.parts;
    const { bucket, operationId } = write.operation;
    try {
      if (epochs.textOf(bucket) === undefined || epochs.isForeign) await epochs.look();
      const [step, isOwn] = await Promise.all([this.change(write), isOwnKey]);
      if (step.kind === 'no_epoch') await epochs.look();
      if (step.kind !== 'execute' || isOwn) return step;
      this.free(write.operation);
      return { kind: 'reused' };
    } catch (error) {
      // A commit that was not answered in time may still have been made.
      this.free(write.operation);
      listener.onDecision('store_unavailable');
      throw notSent(error, operationId);
    }
  }

  private async change(write: WriteToBegin): Promise<BeginStep> {
    const { store, ledger, epochs, times } = this.parts;
    const { lineTexts } = this.attempts;
    const { bucket, keys } = write.operation;
    const rules = { ledger, reservationMs: times.reservationMs };
    const { result } = await changeRecords(store, {
      ...{ bucket, keys },
      guess: [null, lineTexts.get(keys[1]) ?? null, epochs.textOf(bucket) ?? null],
      decide: ([operationText = null, lineText = null, epochText = null], nowMs) =>
        decideBegin(rules, write, {
          record: readRecord(operationText, ledger.form),
          line: readRecord(lineText, lineForm),
          epoch: this.epochOf(bucket, epochText),
          nowMs,
        }),
    });
    if (result.kind === 'execute') lineTexts.set(keys[1], result.lineText);
    return result;
  }

  /** Null if the bucket has no valid epoch. */
  private epochOf(bucket: string, text: string | null): Epoch | null {
    const { epochs } = this.parts;
    const epoch = readEpoch(text);
    if (epoch === null) return null;
    epochs.see(bucket, text);
    return epochs.isUnwitnessed(bucket) ? null : epoch;
  }

  private toBegun(
    step: Exclude<BeginStep, { kind: 'no_epoch' }>,
    { operation, call, command }: WriteToBegin,
  ): Begun {
    const { operationId } = operation;
    switch (step.kind) {
      case 'execute':
        this.parts.listener.onDecision('executed');
        return {
          kind: 'execute',
          attempt: new Attempt(this.attempts, operation, step.record, { call, command }),
        };
      case 'replay':
        return { kind: 'replay', answer: this.replay(step.operation) };
      case 'in_use':
        return this.refuse('in_use', keyInUse(operationId, step.forMs));
      case 'reused':
        return this.refuse('reused', new ProblemError('IDEMPOTENCY_KEY_REUSED', { operationId }));
      case 'account_busy':
        return this.refuse(step.kind, new ProblemError('ACCOUNT_BUSY', { operationId: step.operationId }));
      case 'previous_unknown':
        return this.refuse(
          step.kind,
          new ProblemError('PREVIOUS_OUTCOME_UNKNOWN', { operationId: step.operationId }),
        );
      case 'forgotten':
      case 'refused':
        return this.refuse(step.kind, step.problem);
    }
  }

  private refuse(decision: WriteDecision, problem: ProblemError): never {
    this.parts.listener.onDecision(decision);
    throw problem;
  }

  /** The recorded answer. Throws it if it was a problem. */
  private replay({ operationId, record, state }: Operation): AppliedAnswer {
    const { ledger, listener } = this.parts;
    const recorded = ledger.openAnswer(operationId, record);
    // It has ended, so it has an answer, which is damaged. The outcome is not unknown.
    if (recorded === undefined && state !== 'unknown')
      this.refuse('store_unavailable', new ProblemError('IDEMPOTENCY_STORE_UNAVAILABLE', { operationId }));
    listener.onDecision('replayed');
    if (recorded?.kind === 'applied') return { ...recorded.answer, replayed: true };
    const { code, facts } = recorded ?? outcomeUnknown(operationId, { status: 504 });
    const requestId = recorded?.requestId;
    throw new ProblemError(code, { ...facts, ...(requestId !== undefined && { requestId }), replayed: true });
  }

  /** Frees, in the background, a reservation that this request made or may have made. */
  private free(operation: NamedOperation): void {
    this.keepRunning(Attempt.free(this.attempts, operation));
  }
}
