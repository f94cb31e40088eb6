import { type ProblemCode } from './problem-catalogue';
import type { UpstreamAnswerDto } from './problem.dto';

/** One fault of a request, and where it is: in the body (`pointer`), or in path, query or headers (`parameter`). */
export type ProblemDetail = { readonly code: string; readonly message: string } & (
  | { readonly pointer: string; readonly parameter?: undefined }
  | { readonly parameter: string; readonly pointer?: undefined }
);

/** The facts that only the failing code knows; everything else comes from the catalogue. */
export interface ProblemFacts {
  /** One of the statuses of the kind; by default the usual one. */
  readonly status?: number;
  readonly detail?: string;
  readonly errors?: readonly ProblemDetail[];
  readonly retryAfterSeconds?: number;
  readonly outcome?: 'not_applied' | 'unknown';
  readonly operationId?: string;
  /** Freebit's answer, never with its message. */
  readonly upstream?: Readonly<UpstreamAnswerDto>;
  /** In a replay, the id of the request that was answered with this problem first. */
  readonly requestId?: string;
  /** True for a replay of the recorded answer to an earlier request. */
  readonly replayed?: boolean;
  /** The challenges of a 401; an API key by default. */
  readonly challenges?: readonly string[];
  /** The methods of a 405. */
  readonly allow?: readonly string[];
}

/** A refused request that is answered with the problem document of its code, without an exception. */
export interface Refused {
  readonly code: ProblemCode;
  readonly facts: ProblemFacts;
}

/** An error that the caller may see: it is answered with the problem document of its code. */
export class ProblemError extends Error implements Refused {
  override readonly name = 'ProblemError';

  constructor(
    readonly code: ProblemCode,
    readonly facts: ProblemFacts = {},
    /** With the bug as `cause`, if there is one, for the log only. */
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}
