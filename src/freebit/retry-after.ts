/** A pause in milliseconds as the seconds of `Retry-After`, at least one. */
export function retryAfterSeconds(pauseMs: number): number {
  return Math.max(1, Math.ceil(pauseMs / 1000));
}
