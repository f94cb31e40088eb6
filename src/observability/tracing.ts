/** Injection token of the `Tracing` of this process; null while tracing is off. */
export const TRACING = Symbol('TRACING');

/** The standard variables of OpenTelemetry. Omitted ones have the default of the specification. */
export interface TracingOptions {
  /** The endpoint of the collector for OTLP over HTTP, without `/v1/traces`. */
  readonly endpoint: string;
  /** The whole URL, if it is not the endpoint and `/v1/traces`. */
  readonly tracesUrl?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly serviceName?: string;
  readonly resourceAttributes?: Readonly<Record<string, string>>;
  /** For example `parentbased_traceidratio`. */
  readonly sampler?: string;
  /** The share of traces that a sampler by ratio records, 0 to 1. */
  readonly samplerRatio?: number;
}

/** What a span says about a request. A new member must never hold text that a caller wrote. */
export interface RequestFacts {
  /** The template, as in `/sims/{msisdn}`; undefined where no route was found. */
  readonly route: string | undefined;
  readonly status: number;
  /** The code of the problem in the response, if any. */
  readonly code: string | undefined;
  /** As it is; it is masked before the export. */
  readonly requestId: string;
}

/** What a span says about one exchange with Freebit, which has just ended. */
export interface FreebitCallFacts {
  readonly document: string;
  /** A result code that a paper lists, `other`, or the kind of a failure. */
  readonly result: string;
  readonly isFault: boolean;
  /** 1 for the first exchange of a call. */
  readonly attempt: number;
  readonly ms: number;
}

/** The span of a request in progress. */
export interface RequestSpan {
  /** Runs a function so that everything it does, now and later, belongs to this request. */
  run(work: () => void): void;
  end(facts: RequestFacts): void;
}

/** Sends spans of requests and exchanges to a collector. Nothing here ever throws. */
export interface Tracing {
  /** Begins the span of a request, in the caller's trace if there is one. */
  begin(method: string, traceparent: string | undefined): RequestSpan;
  freebitCall(call: FreebitCallFacts): void;
  /** The trace id of the current request, if any: 32 hex digits. */
  traceId(): string | undefined;
  /** Sends the remaining spans. Resolves within three seconds, whether the collector answers or not. */
  close(): Promise<void>;
}
