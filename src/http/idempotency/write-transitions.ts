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
  if (record === null || record.state === 'not_applied') return { begun: { kind: 'execute' }, next: draft };
  if (record.fingerprint !== draft.fingerprint) return { begun: { kind: 'reused' }, next: record };
  const current = expire(record, nowMs);
  if (current.state === 'done' || current.state === 'unknown')
    return { begun: { kind: 'replay' }, next: current };
  const mayTakeOver = current.state === 'reserved' && (current.owner === owner || leaseOver(current, nowMs));
  if (mayTakeOver) return { begun: { kind: 'execute' }, next: draft };
  return { begun: { kind: 'running', forMs: current.leaseUntilMs - nowMs }, next: current };
}

/** The fence: only the owner of a reservation may send, and only once. Null when this process may not. */
export function markSent(
  record: WriteRecord | null,
  owner: string,
  leaseUntilMs: number,
): WriteRecord | null {
  if (record?.state !== 'reserved' || record.owner !== owner) return null;
  return { ...record, state: 'sent', leaseUntilMs };
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

/** The owner has proof that nothing was applied: the key is free. */
export function release(record: WriteRecord | null, owner: string, endedAt: string): WriteRecord | null {
  if (record?.owner !== owner || (record.state !== 'reserved' && record.state !== 'sent')) return null;
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

/** Whoever finds a `sent` whose owner is gone knows that nobody knows. */
export function expire(record: WriteRecord, nowMs: number): WriteRecord {
  return record.state === 'sent' && leaseOver(record, nowMs) ? { ...record, state: 'unknown' } : record;
}

/** Longer than any lease that is ever given, so that a clock that was set back does not make one last for ever. */
const LONGEST_LEASE_MS = 10 * 60_000;

function leaseOver({ leaseUntilMs }: WriteRecord, nowMs: number): boolean {
  return leaseUntilMs <= nowMs || leaseUntilMs > nowMs + LONGEST_LEASE_MS;
}
