/** The caller's span, whose trace is continued. */
export interface CallersSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
/** One in two hundred thousand random ids looks like this. */
const PADDED_NUMBER = /^00\d+$/;
const SAMPLED = 1;

/**
 * The content of `traceparent` (W3C Trace Context); null if it is invalid. `tracestate` is not read: a caller may write
 * anything into it. An id that is not random may be a phone number, and is not repeated.
 */
export function callersSpan(traceparent: string | undefined): CallersSpan | null {
  const [, version = 'ff', traceId = '', spanId = '', flags = '', more] =
    TRACEPARENT.exec(traceparent ?? '') ?? [];
  const isValid = version !== 'ff' && (version !== '00' || more === undefined);
  if (!isValid || !/[a-f]/.test(traceId) || PADDED_NUMBER.test(spanId)) return null;
  return { traceId, spanId, traceFlags: parseInt(flags, 16) & SAMPLED };
}
