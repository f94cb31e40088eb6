import { leaseHolds } from '../lines/line-record';
import type { RecordForm } from '../store/records';
import type { OutcomeKind } from './outcome';

export const writeTypes = ['quota_addition', 'plan_change'] as const;
export type WriteType = (typeof writeTypes)[number];

/**
 * One operation, as all replicas see it. `reserved`: an attempt owns it and has sent nothing. `sent`: bytes may have
 * left; only the owner of the attempt may end it, and an expired `sent` reads as `unknown`. The other states are
 * outcomes. Milliseconds are on the store's clock; RFC 3339 times are for people.
 */
export interface WriteRecord {
  readonly state: 'reserved' | 'sent' | OutcomeKind;
  /** The number of the current attempt, from 1. */
  readonly attempt: number;
  /** Identifies the attempt; only the process that made it knows this name. */
  readonly owner: string;
  readonly leaseUntilMs: number;
  /** A keyed hash of the command. */
  readonly fingerprint: string;
  readonly caller: string;
  readonly type: WriteType;
  /** The pseudonym of the line. */
  readonly line: string;
  /** Sealed `WriteDetails`. */
  readonly details: string;
  /** Sealed `RecordedAnswer`; null before there is one. */
  readonly answer: string | null;
  /** Whether a caller got "unknown" while the owner still waited for Freebit. */
  readonly toldUnknown: boolean;
  readonly createdAt: string;
  readonly sentAt: string | null;
  readonly endedAt: string | null;
  readonly resolution: Resolution | null;
}

/** A finding about an attempt of unknown outcome, by a person or by reading the line. */
export interface Resolution {
  readonly outcome: 'applied' | 'not_applied';
  readonly attempt: number;
  readonly by: string;
  /** Encrypted; null for none. */
  readonly note: string | null;
  readonly at: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** How long the record of a freed key is kept, in milliseconds: long enough to show the outcome of the last attempt. */
const FREED_MS = 10 * 60_000;
/** The same for a freed key with earlier attempts, so that the number of an attempt is never reused. */
const RESOLVED_MS = 30 * DAY_MS;

const states: readonly unknown[] = ['reserved', 'sent', 'applied', 'refused', 'not_applied', 'unknown'];

/** `ttlMs` is how long the answer of an ended write is kept for replays. */
export function writeForm(ttlMs: number): RecordForm<WriteRecord> {
  return {
    version: 1,
    isWhole: ({ state, attempt, owner, leaseUntilMs, fingerprint, details }) =>
      states.includes(state) &&
      typeof attempt === 'number' &&
      typeof owner === 'string' &&
      typeof leaseUntilMs === 'number' &&
      typeof fingerprint === 'string' &&
      typeof details === 'string',
    ttlMs: (record) => lifetimeMs(record, ttlMs),
  };
}

/** A write that may have been applied is kept until its outcome is known. */
function lifetimeMs({ state, attempt, resolution }: WriteRecord, ttlMs: number): number | undefined {
  if (state === 'sent' || state === 'unknown') return undefined;
  if (state !== 'not_applied') return ttlMs;
  return resolution === null && attempt === 1 ? FREED_MS : Math.max(RESOLVED_MS, ttlMs);
}

/** The state at a moment: an expired `sent` is `unknown`, and an expired `reserved` has sent nothing. */
export function stateAt({ state, leaseUntilMs }: WriteRecord, nowMs: number): WriteRecord['state'] {
  if (state !== 'sent' && state !== 'reserved') return state;
  if (leaseHolds(leaseUntilMs, nowMs)) return state;
  return state === 'sent' ? 'unknown' : 'not_applied';
}

/**
 * The fence before the first byte: only the owner of a reservation may send, once, and while its lease holds. Null if
 * this attempt may not.
 */
export function markSent(
  record: WriteRecord | null,
  owner: string,
  lease: { readonly nowMs: number; readonly untilMs: number; readonly sentAt: string },
): WriteRecord | null {
  if (record?.state !== 'reserved' || record.owner !== owner) return null;
  if (!leaseHolds(record.leaseUntilMs, lease.nowMs)) return null;
  return { ...record, state: 'sent', leaseUntilMs: lease.untilMs, sentAt: lease.sentAt };
}

/**
 * Ends an attempt. Its owner may do so as long as no other attempt has begun and no finding was recorded about it, even
 * after its lease has ended. A reservation ends only as `not_applied`. Null if there is nothing to change.
 */
export function finish(
  record: WriteRecord | null,
  owner: string,
  end: { readonly state: OutcomeKind; readonly answer: string | null; readonly endedAt: string },
): WriteRecord | null {
  if (record?.owner !== owner) return null;
  if (record.resolution !== null && record.resolution.attempt === record.attempt) return null;
  const isOpen = record.state === 'sent' || record.state === 'unknown';
  const isReleased = record.state === 'reserved' && end.state === 'not_applied';
  // The same outcome may have to be written again: a failover can lose it.
  return isOpen || isReleased || record.state === end.state ? { ...record, ...end } : null;
}

/** Records that the caller got "unknown". Null if the attempt is no longer running. */
export function tellUnknown(record: WriteRecord | null, owner: string, answer: string): WriteRecord | null {
  if (record?.owner !== owner || record.state !== 'sent') return null;
  return { ...record, toldUnknown: true, answer };
}

/**
 * Records a finding about one attempt. Null if it is about another attempt, or its outcome is known or still to come.
 */
export function resolve(
  record: WriteRecord | null,
  resolution: Resolution,
  end: { readonly nowMs: number; readonly appliedAnswer: string | null },
): WriteRecord | null {
  if (record === null || stateAt(record, end.nowMs) !== 'unknown') return null;
  if (record.attempt !== resolution.attempt) return null;
  const { outcome, at: endedAt } = resolution;
  const answer = outcome === 'applied' ? end.appliedAnswer : null;
  return { ...record, state: outcome, answer, endedAt, resolution };
}
