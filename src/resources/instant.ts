/** The present moment as RFC 3339 in UTC, to the second. */
export function now(): string {
  return toSecond(new Date().toISOString());
}

/** An instant as callers see all of them: without what comes after the second. */
export function toSecond(instant: string): string {
  return instant.replace(/\.\d+Z$/, 'Z');
}
