/** The current time as RFC 3339 in UTC, to the second. */
export function now(): string {
  return toSecond(new Date().toISOString());
}

/** A time in the form that callers get: without fractions of a second. */
export function toSecond(instant: string): string {
  return instant.replace(/\.\d+Z$/, 'Z');
}
