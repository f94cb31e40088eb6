/** The span of the caller, whose trace is continued. */
export interface CallersSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
/** Of ids made by chance, one in two hundred thousand looks so. */
const PADDED_NUMBER = /^00\d+$/;
const SAMPLED = 1;

/**
 * What `traceparent` (W3C Trace Context) says; null when it says nothing. `tracestate` is not read: a caller may write
 * anything into it. An id that was not made by chance may be somebody's number, and is not repeated.
 */
export function callersSpan(traceparent: string | undefined): CallersSpan | null {
  const [, version = 'ff', traceId = '', spanId = '', flags = '', more] =
    TRACEPARENT.exec(traceparent ?? '') ?? [];
  const isValid = version !== 'ff' && (version !== '00' || more === undefined);
  if (!isValid || !/[a-f]/.test(traceId) || PADDED_NUMBER.test(spanId)) return null;
  return { traceId, spanId, traceFlags: parseInt(flags, 16) & SAMPLED };
}
