/** One kind of error as a caller sees it. The texts are shown; the numbers are defaults. */
export interface ProblemKind {
  readonly status: number;
  /** Every status of this kind, the usual one first; omitted if there is only one. */
  readonly statuses?: readonly number[];
  readonly title: string;
  readonly detail: string;
  readonly whatToDo: string;
  /** True when the same request may be sent again, unchanged, and may then succeed. */
  readonly retryable: boolean;
  /** Seconds of `Retry-After` if the failing code gives none; without either there is no such header. */
  readonly retryAfterSeconds?: number;
  /** The outcome of a write that is answered with it; omitted where the request itself has applied nothing. */
  readonly outcome?: 'unknown';
}

/** Every status of a kind, the usual one first. */
export function statusesOf(kind: ProblemKind): readonly number[] {
  return kind.statuses ?? [kind.status];
}
