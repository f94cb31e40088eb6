import type { LineRecord } from '../../src/lines/line-record';
import type { WriteRecord } from '../../src/writes/write-record';
import type { Change } from '../../src/store/store';

/** One attempt at a write, and what Freebit did with it. */
export interface Attempt {
  readonly operationId: string;
  readonly replica: string;
  owner: string | null;
  readonly lineKey: string;
  /** `unknown`: the process has given up waiting for the answer. */
  state: 'preparing' | 'sent' | 'unknown' | 'ended';
  /** The request is on its way to Freebit, and may still be executed. */
  inFlight: boolean;
  executions: number;
  /** The process has learned, or told its caller, that nothing was applied. */
  saidNotApplied: boolean;
}

export interface StoreChange {
  readonly replica: string;
  /** The attempt behind it, if known. */
  readonly attempt: Attempt | undefined;
  readonly changes: readonly Change[];
}

/** An answer to a caller; `from` and `to` count the events of the world. */
export interface Answered {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly kind: 'success' | 'refusal' | 'unknown' | 'nothing';
  readonly replayed: boolean;
  readonly body: string;
}

const underWay: readonly Attempt['state'][] = ['sent', 'unknown'];
const LONGEST_LEASE_MS = 600_000;

/** Watches everything in a world, and records which promises of the write path were broken. */
export class WriteRules {
  readonly attempts: Attempt[] = [];
  readonly broken = new Set<string>();
  private readonly records = new Map<string, WriteRecord>();
  private readonly lineLeases = new Map<string, number>();
  private answers: Answered[] = [];
  private events = 0;
  private wipedAt = 0;

  constructor(private readonly nowMs: () => number) {}

  next(): number {
    return ++this.events;
  }

  recordOf(operationId: string): WriteRecord | undefined {
    return this.records.get(operationId);
  }

  executions(operationId: string): number {
    return this.attemptsAt(operationId).reduce((sum, { executions }) => sum + executions, 0);
  }

  attemptsAt(operationId: string): Attempt[] {
    return this.attempts.filter((attempt) => attempt.operationId === operationId);
  }

  executed(attempt: Attempt): void {
    attempt.executions++;
    this.forbid(this.executions(attempt.operationId) > 1, 'I1: one key was executed twice');
    this.forbid(attempt.saidNotApplied, 'I2: an execution was reported as not applied');
  }

  /** Right before the first byte leaves. */
  sent(attempt: Attempt): void {
    this.forbid(attempt.state !== 'preparing', 'I1: one owner has sent twice');
    attempt.state = 'sent';
    const others = this.attempts.filter(
      (other) => other !== attempt && other.lineKey === attempt.lineKey && underWay.includes(other.state),
    );
    const overlaps = this.isLeased(attempt) && others.some((other) => this.isLeased(other));
    this.forbid(overlaps, 'I5: two writes of one line overlap');
  }

  /** The owner gave up: the outcome stays unknown until a person resolves it. */
  givenUp(attempt: Attempt): void {
    if (attempt.state === 'sent') attempt.state = 'unknown';
  }

  ended(attempt: Attempt, applied: boolean): void {
    attempt.state = 'ended';
    attempt.saidNotApplied = !applied;
    this.forbid(!applied && attempt.executions > 0, 'I2: an execution was reported as not applied');
    this.forbid(applied && attempt.executions === 0, 'I3: success without an execution');
  }

  answered(operationId: string, answer: Answered): void {
    const { kind, key, from } = answer;
    if (kind === 'success')
      this.forbid(this.executions(operationId) === 0, 'I3: success without an execution');
    if (kind === 'refusal')
      this.forbid(this.executions(operationId) > 0, 'I2: an executed write was called refused');
    if (kind === 'nothing' || from < this.wipedAt) return;
    // A correct answer that cannot be recorded is still given, but is lost if its process dies first.
    if (kind !== 'unknown' && !['applied', 'refused'].includes(this.recordOf(operationId)?.state ?? ''))
      return;
    const finals = this.answers.filter((one) => one.key === key && one.to < from && one.kind !== 'unknown');
    const differs = finals.some(
      (one) => one.kind !== kind || (one.replayed && answer.replayed && one.body !== answer.body),
    );
    this.forbid(
      differs,
      `I4: after ${finals.map((one) => one.kind).join()} the same key was answered ${kind}`,
    );
    this.answers.push(answer);
  }

  changed({ changes, ...by }: StoreChange): void {
    for (const change of changes) if (change.next !== undefined) this.changedRecord(by, change);
  }

  private changedRecord(by: Omit<StoreChange, 'changes'>, { key, expected, next, ttlMs }: Change): void {
    if (key.startsWith('line:') && next) {
      const { lock } = JSON.parse(next) as LineRecord;
      if (lock) this.lineLeases.set(lock.owner, lock.untilMs);
    }
    if (!key.startsWith('op:')) return;
    const before = expected === null ? null : (JSON.parse(expected) as WriteRecord);
    const after = next ? (JSON.parse(next) as WriteRecord) : null;
    this.checkStep({ ...by, ttlMs }, before, after);
    if (after === null) this.records.delete(key.slice(3));
    else this.records.set(key.slice(3), after);
    if (before?.state === 'reserved' && after?.state === 'sent') this.marked(by, before, after);
  }

  wiped(): void {
    this.records.clear();
    this.lineLeases.clear();
    this.answers = [];
    this.wipedAt = this.next();
  }

  private checkStep(
    { replica, ttlMs }: Omit<StoreChange, 'changes'> & Pick<Change, 'ttlMs'>,
    before: WriteRecord | null,
    after: WriteRecord | null,
  ): void {
    this.forbid(isOpen(after) && ttlMs !== undefined, 'I6: an open write may be forgotten');
    if (!isOpen(before) || isOpen(after)) return;
    const owners = this.attempts.filter(({ owner }) => owner === before.owner);
    const byOwner = after?.owner === before.owner && owners.some((one) => one.replica === replica);
    if (after?.resolution) for (const attempt of owners) attempt.state = 'ended';
    this.forbid(!byOwner && !after?.resolution, 'I6: an open write was ended without its owner or a finding');
  }

  private marked({ attempt }: Omit<StoreChange, 'changes'>, before: WriteRecord, after: WriteRecord): void {
    if (attempt) attempt.owner = after.owner;
    if (!this.isLive(before.leaseUntilMs)) return;
    const equals = [...this.records].filter(
      ([id, { fingerprint, line }]) =>
        id !== attempt?.operationId && fingerprint === after.fingerprint && line === after.line,
    );
    const open = equals.some(([, { state }]) => state === 'sent' || state === 'unknown');
    this.forbid(open, 'I7: an equal write was sent while the outcome of the first is not known');
  }

  private forbid(isBroken: boolean, rule: string): void {
    if (isBroken) this.broken.add(rule);
  }

  private isLeased({ owner }: Attempt): boolean {
    return this.isLive(this.lineLeases.get(owner ?? '') ?? 0);
  }

  private isLive(untilMs: number): boolean {
    return untilMs > this.nowMs() && untilMs <= this.nowMs() + LONGEST_LEASE_MS;
  }
}

function isOpen(record: WriteRecord | null): record is WriteRecord & { readonly state: 'sent' | 'unknown' } {
  return record?.state === 'sent' || record?.state === 'unknown';
}
