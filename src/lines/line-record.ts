import type { RecordForm } from '../store/records';

/**
 * The state of one line that all replicas share: which write is running on it, and which writes may have been applied
 * without a known outcome. It changes together with the records of these writes.
 */
export interface LineRecord {
  /** Raised before a write is sent and after it has ended, so that a read can tell whether it began before. */
  readonly version: number;
  /** The write that has locked the line; null for none. */
  readonly lock: LineLock | null;
  readonly open: readonly OpenWrite[];
}

export interface LineLock {
  readonly operationId: string;
  readonly owner: string;
  readonly untilMs: number;
}

/** An attempt that has reserved the line, or was sent and has no known outcome. */
export interface OpenWrite {
  readonly operationId: string;
  readonly owner: string;
  readonly fingerprint: string;
  readonly state: 'reserved' | 'sent' | 'unknown';
  /** When the lease of the attempt ends: then a `sent` is unknown. */
  readonly untilMs: number;
  readonly toldUnknown: boolean;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** Longer than any lease, so that a clock that was set back does not make one last for ever. */
const LONGEST_LEASE_MS = 10 * 60_000;

/**
 * How long the answer to a write waits for its record, in milliseconds; recording goes on after that. So a write without
 * a record is acknowledged only this long after Freebit's answer, on which the cache of reads relies.
 */
export const RECORDING_PATIENCE_MS = 1_000;

export const lineForm: RecordForm<LineRecord> = {
  version: 1,
  isWhole: ({ version, open }) => typeof version === 'number' && Array.isArray(open),
  ttlMs: ({ open }) => (open.length > 0 ? undefined : DAY_MS),
};

/** The key of a line's record in its bucket. */
export function lineKey(pseudonym: string): string {
  return `line:${pseudonym}`;
}

const EMPTY: LineRecord = { version: 0, lock: null, open: [] };

export type Locked =
  | { readonly kind: 'locked'; readonly next: LineRecord }
  /** Another write has locked the line. */
  | { readonly kind: 'busy'; readonly operationId: string }
  /** A write with the same content may have been applied. */
  | { readonly kind: 'previous_unknown'; readonly operationId: string };

/** Locks the line for one attempt. An equal write of unknown outcome takes precedence over a busy line. */
export function lock(record: LineRecord | null, request: OpenWrite, nowMs: number): Locked {
  const { operationId, owner, untilMs } = request;
  const { lock: held, ...line } = record ?? EMPTY;
  const open = line.open.filter((write) => mayHaveBeenApplied(write) || leaseHolds(write.untilMs, nowMs));
  const equal = open.find(
    (write) =>
      write.fingerprint === request.fingerprint &&
      write.operationId !== operationId &&
      isUnknown(write, nowMs),
  );
  if (equal) return { kind: 'previous_unknown', operationId: equal.operationId };
  if (held !== null && held.owner !== owner && leaseHolds(held.untilMs, nowMs))
    return { kind: 'busy', operationId: held.operationId };
  const next = {
    version: nextVersion(line.version, nowMs),
    lock: { operationId, owner, untilMs },
    open: [...open.filter((write) => write.operationId !== operationId), request],
  };
  return { kind: 'locked', next };
}

/** The attempt is about to be sent: it keeps the line until the new end. Null if it has lost the line. */
export function keep(
  record: LineRecord | null,
  owner: string,
  lease: { nowMs: number; untilMs: number },
): LineRecord | null {
  if (record?.lock?.owner !== owner) return null;
  return {
    version: nextVersion(record.version, lease.nowMs),
    lock: { ...record.lock, untilMs: lease.untilMs },
    open: record.open.map((write) =>
      write.owner === owner ? { ...write, state: 'sent', untilMs: lease.untilMs } : write,
    ),
  };
}

/** The caller of a running attempt got "unknown". */
export function noteToldUnknown(record: LineRecord | null, owner: string): LineRecord | null {
  return (
    record && {
      ...record,
      open: record.open.map((write) => (write.owner === owner ? { ...write, toldUnknown: true } : write)),
    }
  );
}

/**
 * The attempt has ended. After an unknown outcome its entry stays, and the line stays locked until the lease ends,
 * because Freebit may still be working on it.
 */
export function release(
  record: LineRecord | null,
  owner: string,
  end: { nowMs: number; unknown: boolean },
): LineRecord | null {
  const { version, lock: held, open } = record ?? EMPTY;
  const mine = held?.owner === owner;
  if (!mine && !open.some((write) => write.owner === owner)) return null;
  return {
    version: nextVersion(version, end.nowMs),
    lock: mine && !end.unknown ? null : held,
    open: end.unknown
      ? open.map((write) => (write.owner === owner ? { ...write, state: 'unknown' } : write))
      : open.filter((write) => write.owner !== owner),
  };
}

/** Whether a lease with this end holds at a moment of the store's clock. */
export function leaseHolds(untilMs: number, nowMs: number): boolean {
  return untilMs > nowMs && untilMs <= nowMs + LONGEST_LEASE_MS;
}

/** Whether a write is running on the line, so that Freebit may change it without a further version. */
export function isBusy({ lock: held }: LineRecord, nowMs: number): boolean {
  return held !== null && leaseHolds(held.untilMs, nowMs);
}

/** Whether a write on the line has an unknown outcome. */
export function hasUnknown({ open }: LineRecord): boolean {
  return open.some(mayHaveBeenApplied);
}

/** Whether the line is still locked for this attempt, so that no other write was sent since. */
export function isKeptFor({ lock: held }: LineRecord, owner: string): boolean {
  return held?.owner === owner;
}

function isUnknown(write: OpenWrite, nowMs: number): boolean {
  if (write.state === 'unknown' || write.toldUnknown) return true;
  return write.state === 'sent' && !leaseHolds(write.untilMs, nowMs);
}

function mayHaveBeenApplied({ state }: OpenWrite): boolean {
  return state !== 'reserved';
}

/** On the store's clock, so that a lost record that begins again never repeats a version. */
function nextVersion(version: number, nowMs: number): number {
  return Math.max(version + 1, nowMs);
}
