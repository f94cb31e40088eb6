/** One kind of error as a caller meets it: the texts are shown, the numbers are the defaults of the answer. */
export interface ProblemKind {
  readonly status: number;
  /** Every status that this kind may be answered with, the usual one first; left out when there is one only. */
  readonly statuses?: readonly number[];
  readonly title: string;
  readonly detail: string;
  readonly whatToDo: string;
  /** True when the same request may be sent again, unchanged, and may then succeed. */
  readonly retryable: boolean;
  /** Seconds of `Retry-After` when the place that failed knows none better; without it there is no such header. */
  readonly retryAfterSeconds?: number;
  /** What became of a write that is answered so; left out where the request itself has applied nothing. */
  readonly outcome?: 'unknown';
}

/** Every status that a kind may be answered with, the usual one first. */
export function statusesOf(kind: ProblemKind): readonly number[] {
  return kind.statuses ?? [kind.status];
}
