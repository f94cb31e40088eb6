import type { ProblemError } from '../http/problems/problem-error';

/** The answer to an applied write, as it is sent now and replayed later. */
export interface AppliedAnswer {
  readonly status: number;
  readonly location?: string | undefined;
  readonly body: object;
  /** True for the recorded answer to an earlier request. */
  readonly replayed?: boolean;
}

/**
 * The outcome of a write. `applied`: Freebit confirmed it. `refused`: Freebit or the gateway refused it, final; nothing
 * was applied. `not_applied`: nothing was applied and the same request may succeed later, so its key is free.
 * `unknown`: it may or may not have been applied.
 */
export type Outcome =
  | { readonly kind: 'applied'; readonly answer: AppliedAnswer }
  | { readonly kind: 'refused'; readonly problem: ProblemError }
  | { readonly kind: 'not_applied'; readonly problem: ProblemError }
  | { readonly kind: 'unknown'; readonly problem: ProblemError };

export type OutcomeKind = Outcome['kind'];
