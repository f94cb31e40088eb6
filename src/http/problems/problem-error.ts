import { type ProblemCode } from './problem-catalogue';

/** One thing that is wrong with a request, and where: in the body (`pointer`) or in path, query or headers. */
export type ProblemDetail = { readonly code: string; readonly message: string } & (
  | { readonly pointer: string; readonly parameter?: undefined }
  | { readonly parameter: string; readonly pointer?: undefined }
);

/** What Freebit answered: its document, and its two codes as text. Never its message. */
export interface UpstreamAnswer {
  readonly api: string;
  readonly resultCode: string;
  readonly statusCode?: string;
}

/** What only the place that failed knows; everything else comes from the catalogue. */
export interface ProblemFacts {
  /** One of the statuses of the kind; the usual one when left out. */
  readonly status?: number;
  readonly detail?: string;
  readonly errors?: readonly ProblemDetail[];
  readonly retryAfterSeconds?: number;
  readonly outcome?: 'not_applied' | 'unknown';
  readonly operationId?: string;
  readonly upstream?: UpstreamAnswer;
  /** The id of the request that this problem was first answered to, when it is a replay. */
  readonly requestId?: string;
  /** True when this is the kept answer to an earlier request. */
  readonly replayed?: boolean;
  /** What a 401 asks for; an API key when left out. */
  readonly challenges?: readonly string[];
  /** The methods of a 405. */
  readonly allow?: readonly string[];
}

/** An error that the caller may see: it is answered as the problem document of its code. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly code: ProblemCode,
    readonly facts: ProblemFacts = {},
    /** With the bug as `cause` when there is one, for the log alone. */
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}
