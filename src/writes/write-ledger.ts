import type { WritableLine } from '../lines/line';
import type { LineName } from '../lines/line-names';
import type { ProblemCode } from '../http/problems/problem-catalogue';
import { ProblemError, type ProblemFacts } from '../http/problems/problem-error';
import { readRecord, type RecordForm } from '../store/records';
import type { TextSeal } from '../store/sealed-text';
import type { Store } from '../store/store';
import type { AppliedAnswer, Outcome } from './outcome';
import { bucketOf, operationKey } from './write-names';
import { stateAt, writeForm, type WriteRecord } from './write-record';

/** The part of a write that names its line and amounts. It is stored only encrypted. */
export interface WriteDetails {
  readonly line: WritableLine;
  /** The content of the request. */
  readonly command: Readonly<Record<string, string | number | boolean>>;
  /** The answer to replay if the operation is resolved as applied. */
  readonly presumed: AppliedAnswer;
}

/** An answer recorded for replays, with the id of the request that got it first. */
export type RecordedAnswer =
  | { readonly kind: 'applied'; readonly answer: AppliedAnswer }
  | {
      readonly kind: 'problem';
      readonly code: ProblemCode;
      readonly facts: ProblemFacts;
      readonly requestId: string;
    };

/** An operation at one moment. */
export interface Operation {
  readonly operationId: string;
  readonly record: WriteRecord;
  readonly state: WriteRecord['state'];
  /** Undefined if they were sealed with another secret. */
  readonly details: WriteDetails | undefined;
}

/** The index of a bucket's running and unknown operations, by the time at which they began. */
export const OPEN_INDEX = 'open';

/** The index of the writes on a line. */
export function writesIndex({ pseudonym }: LineName): string {
  return `writes:${pseudonym}`;
}

/** Writes and reads the records of operations, and encrypts a part of them. */
export class WriteLedger {
  readonly form: RecordForm<WriteRecord>;

  constructor(
    private readonly store: Store,
    private readonly seal: TextSeal,
    readonly ttlMs: number,
  ) {
    this.form = writeForm(ttlMs);
  }

  /** Null if there is no record of the operation. Rejects with `StoreUnavailableError`. */
  async find(operationId: string): Promise<Operation | null> {
    const bucket = bucketOf(operationId);
    if (bucket === undefined) return null;
    const { texts, nowMs } = await this.store.read(bucket, [operationKey(operationId)]);
    const record = readRecord(texts[0] ?? null, this.form);
    return record && this.toOperation(operationId, record, nowMs);
  }

  toOperation(operationId: string, record: WriteRecord, nowMs: number): Operation {
    return {
      operationId,
      record,
      state: stateAt(record, nowMs),
      details: this.openDetails(operationId, record),
    };
  }

  sealDetails(operationId: string, details: WriteDetails): string {
    return this.seal.seal(JSON.stringify(details), `${operationId}#details`);
  }

  sealAnswer(operationId: string, answer: RecordedAnswer): string {
    return this.seal.seal(JSON.stringify(answer), `${operationId}#answer`);
  }

  /** The answer of an outcome, recorded for replays. */
  sealOutcome(operationId: string, outcome: Outcome, requestId: string): string {
    if (outcome.kind === 'applied')
      return this.sealAnswer(operationId, { kind: 'applied', answer: outcome.answer });
    const { code, facts } = outcome.problem;
    return this.sealAnswer(operationId, { kind: 'problem', code, facts, requestId });
  }

  sealNote(operationId: string, note: string): string {
    return this.seal.seal(note, `${operationId}#note`);
  }

  openNote(operationId: string, { resolution }: WriteRecord): string | null {
    const note = resolution?.note ?? null;
    return note === null ? null : this.seal.open(note, `${operationId}#note`);
  }

  /** Undefined if there is no answer, or if it was sealed with another secret. */
  openAnswer(operationId: string, { answer }: WriteRecord): RecordedAnswer | undefined {
    const text = answer && this.seal.open(answer, `${operationId}#answer`);
    return text ? (JSON.parse(text) as RecordedAnswer) : undefined;
  }

  /** The problem in the answer of an operation; undefined if it was applied, or has no answer yet. */
  problemOf({ operationId, record }: Operation): ProblemError | undefined {
    const answer = this.openAnswer(operationId, record);
    if (answer?.kind !== 'problem') return undefined;
    return new ProblemError(answer.code, { ...answer.facts, requestId: answer.requestId });
  }

  private openDetails(operationId: string, { details }: WriteRecord): WriteDetails | undefined {
    const text = this.seal.open(details, `${operationId}#details`);
    return text === null ? undefined : (JSON.parse(text) as WriteDetails);
  }
}
