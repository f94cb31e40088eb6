import { leaseHolds } from './lease';

/**
 * What replicas know together about one line: which write is running on it, and which of its writes have not come to
 * a known end. `version` tells the changes that readers must not miss from each other.
 */
export interface LineRecord {
  readonly version: number;
  readonly lock: LineLock | null;
  readonly open: readonly OpenWrite[];
}

export interface LineLock {
  readonly operationId: string;
  readonly owner: string;
  readonly untilMs: number;
}

/**
 * A write that was about to be sent by one owner, and is not known to have ended. Only that owner's entry goes when
 * its attempt is over: another owner of the same operation may have sent it since.
 */
export interface OpenWrite {
  readonly operationId: string;
  readonly owner: string;
  readonly fingerprint: string;
}

/** The record of a line on which no write is known. */
export function newLineRecord(nowMs: number): LineRecord {
  return { version: nowMs, lock: null, open: [] };
}

/** Undefined for a text that is no line record. */
export function parseLineRecord(text: string): LineRecord | undefined {
  try {
    const value = JSON.parse(text) as Partial<LineRecord> | null;
    return typeof value?.version === 'number' && Array.isArray(value.open)
      ? (value as LineRecord)
      : undefined;
  } catch {
    return undefined;
  }
}

export interface LockRequest extends LineLock {
  readonly fingerprint: string;
  readonly nowMs: number;
}

export type Locked =
  | { readonly kind: 'locked' }
  | { readonly kind: 'busy' }
  /** An equal write is open, and perhaps unknown. */
  | { readonly kind: 'suspect'; readonly write: OpenWrite };

/** Takes the line for one write. */
export function lock(record: LineRecord, request: LockRequest): { locked: Locked; next: LineRecord } {
  const { operationId, owner, fingerprint, untilMs, nowMs } = request;
  const equal = record.open.find(
    (open) => open.fingerprint === fingerprint && open.operationId !== operationId,
  );
  if (equal) return { locked: { kind: 'suspect', write: equal }, next: record };
  const held = record.lock;
  const free = held === null || held.owner === owner || !leaseHolds(held.untilMs, nowMs);
  if (!free) return { locked: { kind: 'busy' }, next: record };
  const next = {
    version: nextVersion(record, nowMs),
    lock: { operationId, owner, untilMs },
    open: [...withoutOpen(record, owner), { operationId, owner, fingerprint }],
  };
  return { locked: { kind: 'locked' }, next };
}

/** Keeps the line for as long as an answer may come. Null when somebody else has had it by now. */
export function prolong(
  record: LineRecord,
  owner: string,
  { nowMs, untilMs }: { readonly nowMs: number; readonly untilMs: number },
): LineRecord | null {
  if (record.lock?.owner !== owner || !record.open.some((write) => write.owner === owner)) return null;
  return { ...record, version: nextVersion(record, nowMs), lock: { ...record.lock, untilMs } };
}

/** Gives the line back after a write whose end is known; unchanged when it has been given back before. */
export function unlock(record: LineRecord, owner: string, nowMs: number): LineRecord {
  const mine = record.lock?.owner === owner;
  if (!mine && !record.open.some((write) => write.owner === owner)) return record;
  return {
    version: nextVersion(record, nowMs),
    lock: mine ? null : record.lock,
    open: withoutOpen(record, owner),
  };
}

/**
 * Whether a write is under way on the line, or may be. One of unknown outcome is not once its lease is over: nobody
 * waits for its answer any more, and what is found out about it is on record before anybody is told.
 */
export function isBusy(
  record: LineRecord,
  nowMs: number,
  isUnknown: (write: OpenWrite) => boolean = () => false,
): boolean {
  return isHeld(record, nowMs) || !record.open.every(isUnknown);
}

/** Whether the write that has the line may still be sent, or be answered. */
export function isHeld({ lock: held }: LineRecord, nowMs: number): boolean {
  return held !== null && leaseHolds(held.untilMs, nowMs);
}

/** On the store's clock, so that a record which was forgotten and begins anew never repeats a version. */
function nextVersion({ version }: LineRecord, nowMs: number): number {
  return Math.max(version + 1, nowMs);
}

/** An owner makes one attempt, so it has one entry at most. */
function withoutOpen({ open }: LineRecord, owner: string): OpenWrite[] {
  return open.filter((write) => write.owner !== owner);
}
