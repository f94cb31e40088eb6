import type { ProblemError } from '../http/problems/problem-error';
import type { WritableLine } from '../lines/line';
import type { LineName } from '../lines/line-names';
import type { AppliedAnswer } from './outcome';
import type { WriteType } from './write-record';

/** The caller of a write, and its key. */
export interface WriteCall {
  readonly caller: string;
  /** The user behind the calling app, for the audit log only. */
  readonly onBehalfOf?: string | undefined;
  /** Method and route template: `POST /sims/:msisdn/quota`. */
  readonly route: string;
  readonly key: string | undefined;
  readonly requestId: string;
}

/** A write as a resource describes it. */
export interface WriteCommand {
  readonly type: WriteType;
  readonly line: WritableLine;
  /** The content of the request: two writes are equal if their type, line and content are. */
  readonly content: Readonly<Record<string, string | number | boolean>>;
  /** The answer if the operation is resolved as applied without an answer of Freebit. */
  readonly presumed: (operationId: string) => AppliedAnswer;
  /**
   * Why the write cannot be executed now: the checks that depend on the clock, on settings or on limits. Called only if
   * the key has no record to answer with, so that a replay stays the same.
   */
  readonly check: () => ProblemError | null;
}

/** A write with all its names, for one request. */
export interface NamedOperation {
  readonly operationId: string;
  readonly owner: string;
  readonly bucket: string;
  /** The records of the operation, of its line, and the epoch of their bucket. */
  readonly keys: readonly [operation: string, line: string, epoch: string];
  readonly line: LineName;
  readonly fingerprint: string;
}
