import { ProblemError } from '../http/problems/problem-error';
import { maskLine, type WritableLine } from '../lines/line';
import type { LineNames } from '../lines/line-names';
import type { AuditLog } from '../observability/audit-log';
import { BUCKETS } from '../store/epochs';
import { changeRecords, put, readRecord, type Changed, type Decision } from '../store/records';
import {
  compareEntries,
  UnreadableRecordError,
  type IndexEntry,
  type IndexPage,
  type Store,
} from '../store/store';
import { isKeptFor, lineForm, lineKey, release } from '../lines/line-record';
import { OPEN_INDEX, writesIndex, type Operation, type WriteLedger } from './write-ledger';
import { bucketOf, operationKey } from './write-names';
import { notSent } from './write-problems';
import { resolve, type Resolution } from './write-record';

/** A page of operations, and where the next one begins. */
export interface OperationPage {
  readonly operations: readonly Operation[];
  readonly next: IndexEntry | undefined;
}

export type PageRequest = Omit<IndexPage, 'order'>;

export interface Finding {
  readonly attempt: number;
  readonly outcome: 'applied' | 'not_applied';
  /** Who found it: a caller, or `settlement`. */
  readonly by: string;
  /** The person behind the caller, and the request, for the audit log only. */
  readonly onBehalfOf?: string | undefined;
  readonly requestId?: string | undefined;
  readonly note: string | null;
}

/** The operation after a finding about it; null if the finding was not about its last attempt, or the outcome is known. */
interface Recorded {
  readonly resolved: Operation | null;
  /** False if the same finding was recorded before. */
  readonly isNew: boolean;
}

/** Reads and resolves the recorded operations. */
export class Operations {
  constructor(
    private readonly store: Store,
    private readonly ledger: WriteLedger,
    private readonly lines: LineNames,
    private readonly audit: AuditLog,
    /** Called for a record that cannot be read. */
    private readonly onUnreadable: (operationId: string) => void,
  ) {}

  /** Throws `OPERATION_NOT_FOUND`, or `IDEMPOTENCY_STORE_UNAVAILABLE`. */
  async find(operationId: string): Promise<Operation> {
    const operation = await this.ledger.find(operationId).catch(unavailable);
    if (operation === null) throw new ProblemError('OPERATION_NOT_FOUND');
    return operation;
  }

  /** The operations that are running or unknown, oldest first. Throws `IDEMPOTENCY_STORE_UNAVAILABLE`. */
  async inState(state: 'running' | 'unknown', page: PageRequest): Promise<OperationPage> {
    return await this.open(page, (operation) =>
      state === 'unknown' ? operation.state === 'unknown' : isRunning(operation),
    ).catch(unavailable);
  }

  /** The recorded writes on a line, newest first. Throws `IDEMPOTENCY_STORE_UNAVAILABLE`. */
  async onLine(line: WritableLine, { after, limit }: PageRequest): Promise<OperationPage> {
    const name = this.lines.of(line);
    try {
      const entries = await this.store.listIndex(String(name.bucket), writesIndex(name), {
        after,
        limit: limit + 1,
        order: 'newest_first',
      });
      const page = entries.slice(0, limit);
      const operations = await Promise.all(page.map(({ member }) => this.readable(member)));
      return {
        operations: operations.filter((operation) => operation !== null),
        next: entries.length > limit ? page.at(-1) : undefined,
      };
    } catch (error) {
      return unavailable(error);
    }
  }

  /** How many operations are open in each state, and when the oldest began. Rejects with `StoreUnavailableError`. */
  async countOpen(limit: number): Promise<Readonly<Record<'running' | 'unknown', OpenCount>>> {
    const { operations } = await this.open({ limit }, () => true);
    return {
      running: count(operations.filter(isRunning)),
      unknown: count(operations.filter(({ state }) => state === 'unknown')),
    };
  }

  /** The problem that the caller got; undefined if there was none. */
  problemOf(operation: Operation): ProblemError | undefined {
    return operation.state === 'applied' ? undefined : this.ledger.problemOf(operation);
  }

  /** The note of its resolution; null for none. */
  noteOf({ operationId, record }: Operation): string | null {
    return this.ledger.openNote(operationId, record);
  }

  /** Whether the line is still locked for this attempt, so that no other write was sent since. */
  async keepsLine({ operationId, record }: Operation): Promise<boolean> {
    const { texts } = await this.store
      .read(bucketOf(operationId) ?? '', [lineKey(record.line)])
      .catch(unavailable);
    const line = readRecord(texts[0] ?? null, lineForm);
    return line !== null && isKeptFor(line, record.owner);
  }

  /**
   * Records a finding about one attempt: the key then replays success, or is free. The same finding again changes
   * nothing. Throws `OPERATION_NOT_UNKNOWN` if it is about another attempt or the outcome is known, and
   * `IDEMPOTENCY_STORE_UNAVAILABLE` if not all replicas of the store confirm it, or if the answer to replay was sealed
   * with another secret.
   */
  async resolve(operation: Operation, finding: Finding): Promise<Operation> {
    const { operationId } = operation;
    const presumed = operation.details?.presumed;
    const appliedAnswer =
      presumed && this.ledger.sealAnswer(operationId, { kind: 'applied', answer: presumed });
    if (finding.outcome === 'applied' && appliedAnswer === undefined)
      throw new ProblemError('IDEMPOTENCY_STORE_UNAVAILABLE', { operationId });
    const resolution = this.toResolution(operationId, finding);
    const { result, confirmed } = await this.record(operation, resolution, appliedAnswer ?? null).catch(
      unavailable,
    );
    const { resolved, isNew } = result;
    if (resolved === null) throw new ProblemError('OPERATION_NOT_UNKNOWN', { operationId });
    if (isNew) await this.announce(resolved, finding);
    if (!confirmed) throw new ProblemError('IDEMPOTENCY_STORE_UNAVAILABLE', { operationId });
    return resolved;
  }

  private async record(
    operation: Operation,
    resolution: Resolution,
    appliedAnswer: string | null,
  ): Promise<Changed<Recorded>> {
    const { operationId, record: before } = operation;
    const keys = [operationKey(operationId), lineKey(before.line)] as const;
    return await changeRecords(this.store, {
      bucket: bucketOf(operationId) ?? '',
      keys,
      confirm: true,
      decide: ([operationText = null, lineText = null], nowMs): Decision<Recorded> => {
        const record = readRecord(operationText, this.ledger.form);
        const resolved = resolve(record, resolution, { nowMs, appliedAnswer });
        const asItIs = record && this.ledger.toOperation(operationId, record, nowMs);
        if (asItIs && isSame(asItIs, resolution))
          // Written again, because the replicas may not have it from the first time.
          return {
            changes: [put(keys[0], asItIs.record, this.ledger.form)],
            result: { resolved: asItIs, isNew: false },
          };
        if (resolved === null || record === null)
          return { changes: [], result: { resolved: null, isNew: false } };
        const line = release(readRecord(lineText, lineForm), record.owner, { nowMs, unknown: false });
        return {
          changes: [
            put(keys[0], resolved, this.ledger.form),
            ...(line ? [put(keys[1], line, lineForm)] : []),
          ],
          indexing: [{ index: OPEN_INDEX, member: operationId }],
          result: { resolved: this.ledger.toOperation(operationId, resolved, nowMs), isNew: true },
        };
      },
    });
  }

  private toResolution(operationId: string, { attempt, outcome, by, note }: Finding): Resolution {
    const sealed = note === null ? null : this.ledger.sealNote(operationId, note);
    return { attempt, outcome, by, note: sealed, at: new Date().toISOString() };
  }

  /** The finding is recorded by now: an audit log that cannot be written must not undo it. */
  private async announce({ operationId, record, details }: Operation, finding: Finding): Promise<void> {
    const { attempt, outcome, by: caller, onBehalfOf, requestId, note } = finding;
    const line = details ? maskLine(details.line) : '****';
    await this.audit
      .write({
        ...{ audit: 'resolution', operationId, attempt, caller, onBehalfOf, requestId },
        ...{ type: record.type, line },
        ...{ lineName: record.line, outcome, note: note ?? undefined },
      })
      .catch(() => undefined);
  }

  private async open(
    { after, limit }: PageRequest,
    isWanted: (operation: Operation) => boolean,
  ): Promise<OperationPage> {
    const found: { readonly entry: IndexEntry; readonly operation: Operation }[] = [];
    for (let from = after; ;) {
      const entries = await this.openEntries(from, limit);
      const operations = await Promise.all(entries.map(({ member }) => this.readable(member)));
      for (const [at, entry] of entries.entries()) {
        const operation = operations[at];
        if (operation && isWanted(operation)) found.push({ entry, operation });
        if (operation && hasEnded(operation)) this.dropFromIndex(entry);
      }
      from = entries.at(-1);
      if (found.length > limit || entries.length < limit) return toPage(found, limit);
    }
  }

  /** An attempt whose owner died before it sent anything leaves its entry in the index. */
  private dropFromIndex({ member }: IndexEntry): void {
    const indexing = [{ index: OPEN_INDEX, member }];
    this.store.commit(bucketOf(member) ?? '', [], { indexing }).catch(() => undefined);
  }

  /** The oldest entries of the indexes of all buckets. */
  private async openEntries(after: IndexEntry | undefined, limit: number): Promise<IndexEntry[]> {
    const page = { after, limit, order: 'oldest_first' } as const;
    const entries = await Promise.all(
      BUCKETS.map((bucket) => this.store.listIndex(bucket, OPEN_INDEX, page)),
    );
    return entries
      .flat()
      .sort((a, b) => compareEntries(a, b, 'oldest_first'))
      .slice(0, limit);
  }

  /** One damaged record must not hide the others. */
  private async readable(operationId: string): Promise<Operation | null> {
    try {
      return await this.ledger.find(operationId);
    } catch (error) {
      if (!(error instanceof UnreadableRecordError)) throw error;
      this.onUnreadable(operationId);
      return null;
    }
  }
}

export interface OpenCount {
  readonly count: number;
  /** When the oldest of them began, in milliseconds since 1970; null if there is none. */
  readonly oldestAtMs: number | null;
}

function count(operations: readonly Operation[]): OpenCount {
  const begunAtMs = operations.map(({ record }) => Date.parse(record.createdAt));
  return { count: operations.length, oldestAtMs: begunAtMs.length > 0 ? Math.min(...begunAtMs) : null };
}

function toPage(
  found: readonly { readonly entry: IndexEntry; readonly operation: Operation }[],
  limit: number,
): OperationPage {
  const page = found.slice(0, limit);
  return {
    operations: page.map(({ operation }) => operation),
    next: found.length > limit ? page.at(-1)?.entry : undefined,
  };
}

function isRunning({ state }: Operation): boolean {
  return state === 'reserved' || state === 'sent';
}

function hasEnded({ state }: Operation): boolean {
  return state === 'applied' || state === 'refused' || state === 'not_applied';
}

function isSame({ record, state }: Operation, { attempt, outcome }: Resolution): boolean {
  return state === outcome && record.resolution?.attempt === attempt && record.resolution.outcome === outcome;
}

function unavailable(error: unknown): never {
  throw notSent(error);
}
