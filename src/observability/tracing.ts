/** Nest token of the `Tracing` of this process; null where nothing is traced. */
export const TRACING = Symbol('TRACING');

/** What a span tells of a request. Whoever adds something makes sure that no caller can have written it. */
export interface RequestFacts {
  /** The template, as in `/sims/{msisdn}`; undefined where no route was found. */
  readonly route: string | undefined;
  readonly status: number;
  /** The code of the problem that was answered, if any. */
  readonly code: string | undefined;
  /** As it is; it is masked before it is told. */
  readonly requestId: string;
}

/** What a span tells of one exchange with Freebit, which has just ended. */
export interface FreebitCallFacts {
  readonly document: string;
  /** A result code that a paper lists, `other`, or the kind of a failure. */
  readonly result: string;
  readonly isFault: boolean;
  /** 1 for the first exchange on behalf of one call. */
  readonly attempt: number;
  readonly ms: number;
}

/** The span of a request that is being answered. */
export interface RequestSpan {
  /** Runs something so that all it does, now and later, belongs to this request. */
  run(work: () => void): void;
  end(facts: RequestFacts): void;
}

/** Tells a collector what was done for each request, and how long it took. Nothing here ever throws. */
export interface Tracing {
  /** Begins the span of a request, in the trace of the caller when there is one. */
  begin(method: string, traceparent: string | undefined): RequestSpan;
  freebitCall(call: FreebitCallFacts): void;
  /** The trace of the request that is being worked on, if any: 32 hex digits. */
  traceId(): string | undefined;
  /** Sends what is left. Resolves within three seconds, whether the collector listens or not. */
  close(): Promise<void>;
}
