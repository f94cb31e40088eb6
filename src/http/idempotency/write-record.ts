import type { ProblemCode } from '../problems/problem-catalogue';
import type { ProblemFacts } from '../problems/problem-error';

export const writeTypes = ['quota_addition', 'plan_change'] as const;
export type WriteType = (typeof writeTypes)[number];

/** An answer as it is kept for replays: a success, or the problem with the id of the request it was first given to. */
export type KeptAnswer =
  | { readonly kind: 'success'; readonly status: number; readonly location?: string; readonly body: object }
  | {
      readonly kind: 'problem';
      readonly code: ProblemCode;
      readonly facts: ProblemFacts;
      readonly requestId: string;
    };

/**
 * One write as all replicas know it. `reserved`: nothing was sent. `sent`: bytes may have left; nobody but the owner
 * may end this, and a dead owner leaves an `unknown`. `done`: it ended, with this answer. `not_applied`: it ended
 * without effect and the key is free. Times are milliseconds on the store's clock; instants are for people.
 */
export interface WriteRecord {
  readonly state: 'reserved' | 'sent' | 'done' | 'unknown' | 'not_applied';
  readonly owner: string;
  readonly leaseUntilMs: number;
  readonly fingerprint: string;
  readonly caller: string;
  readonly type: WriteType;
  /** Masked. */
  readonly line: string;
  readonly lineKey: string;
  /** Sealed `WriteDetails`. */
  readonly details: string;
  /** Sealed `KeptAnswer`; null until there is one. */
  readonly answer: string | null;
  /** What became of a write that is `done`. */
  readonly applied: boolean | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
  readonly resolution: Resolution | null;
}

/** What a person, or a look at the line, found out about an unknown write. */
export interface Resolution {
  readonly outcome: 'applied' | 'not_applied';
  readonly by: string;
  readonly note: string | null;
  readonly at: string;
}

/** The part of a write that names its line and amounts, and is only kept sealed. */
export interface WriteDetails {
  readonly account: string;
  readonly content: Readonly<Record<string, string | number | boolean>>;
  /** What is replayed when the write is found to have been applied. */
  readonly presumed: Extract<KeptAnswer, { kind: 'success' }>;
}

const states: readonly unknown[] = ['reserved', 'sent', 'done', 'unknown', 'not_applied'];

/** The record in a text, or undefined for anything that is none: which must never be taken for "no record". */
export function parseWriteRecord(text: string): WriteRecord | undefined {
  try {
    const value = JSON.parse(text) as Partial<WriteRecord> | null;
    const whole =
      states.includes(value?.state) &&
      typeof value?.owner === 'string' &&
      typeof value.leaseUntilMs === 'number' &&
      typeof value.fingerprint === 'string' &&
      typeof value.details === 'string';
    return whole ? (value as WriteRecord) : undefined;
  } catch {
    return undefined;
  }
}
