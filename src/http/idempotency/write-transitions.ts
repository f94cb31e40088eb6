import { leaseHolds } from './lease';
import type { Resolution, WriteRecord } from './write-record';

/** What the first look at a key decides. */
export type Begun =
  | { readonly kind: 'execute' }
  | { readonly kind: 'replay' }
  | { readonly kind: 'running'; readonly forMs: number }
  | { readonly kind: 'reused' };

export interface Beginning {
  readonly nowMs: number;
  readonly owner: string;
  /** The record as it will be when this process may execute. */
  readonly draft: WriteRecord;
}

/** Decides about a request with a key: whether it executes, waits, replays or is refused. */
export function begin(
  record: WriteRecord | null,
  { nowMs, owner, draft }: Beginning,
): { begun: Begun; next: WriteRecord | null } {
  const current = record && expire(record, nowMs);
  const mine = current?.state === 'reserved' && current.owner === owner;
  if (current === null || current.state === 'not_applied' || mine)
    return { begun: { kind: 'execute' }, next: draft };
  if (current.fingerprint !== draft.fingerprint) return { begun: { kind: 'reused' }, next: current };
  if (current.state === 'done' || current.state === 'unknown')
    return { begun: { kind: 'replay' }, next: current };
  return { begun: { kind: 'running', forMs: current.leaseUntilMs - nowMs }, next: current };
}

/**
 * The fence: only the owner of a reservation may send, in its time, and only once. Null when this process may not.
 * Within the reservation's time the line, which is kept for longer, cannot have gone to somebody else.
 */
export function markSent(
  record: WriteRecord | null,
  owner: string,
  { nowMs, leaseMs }: { readonly nowMs: number; readonly leaseMs: number },
): WriteRecord | null {
  if (record?.state !== 'reserved' || record.owner !== owner || !leaseHolds(record.leaseUntilMs, nowMs))
    return null;
  return { ...record, state: 'sent', leaseUntilMs: nowMs + leaseMs };
}

/** The owner knows how the write ended, perhaps after it was taken for unknown. */
export function finish(
  record: WriteRecord | null,
  owner: string,
  end: Pick<WriteRecord, 'answer' | 'applied' | 'endedAt'>,
): WriteRecord | null {
  if (record?.owner !== owner || (record.state !== 'sent' && record.state !== 'unknown')) return null;
  return { ...record, ...end, state: 'done' };
}

/** The owner cannot know how the write ended. */
export function leaveUnknown(
  record: WriteRecord | null,
  owner: string,
  end: Pick<WriteRecord, 'answer' | 'endedAt'>,
): WriteRecord | null {
  if (record?.owner !== owner || record.state !== 'sent') return null;
  return { ...record, ...end, state: 'unknown' };
}

/** The owner has proof that nothing was applied, perhaps after it was taken for unknown: the key is free. */
export function release(record: WriteRecord | null, owner: string, endedAt: string): WriteRecord | null {
  if (record?.owner !== owner || record.state === 'done' || record.state === 'not_applied') return null;
  return { ...record, state: 'not_applied', applied: false, endedAt };
}

/** Somebody found out what became of an unknown write. */
export function resolve(
  record: WriteRecord,
  resolution: Resolution,
  presumedAnswer: string | null,
): WriteRecord | null {
  if (record.state !== 'unknown') return null;
  const { at: endedAt } = resolution;
  return resolution.outcome === 'applied'
    ? { ...record, state: 'done', applied: true, answer: presumedAnswer, endedAt, resolution }
    : { ...record, state: 'not_applied', applied: false, endedAt, resolution };
}

/**
 * What a record says once its lease is over. Whoever finds a `sent` whose owner is gone knows that nobody knows. A
 * `reserved` was not sent, and because it says so no more, its owner cannot send it any more either.
 */
export function expire(record: WriteRecord, nowMs: number): WriteRecord {
  if (leaseHolds(record.leaseUntilMs, nowMs)) return record;
  if (record.state === 'sent') return { ...record, state: 'unknown' };
  return record.state === 'reserved' ? { ...record, state: 'not_applied', applied: false } : record;
}
