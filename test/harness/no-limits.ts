/** Most tests are not about limits, and exceed what the gateway allows by default. */
export const NO_LIMITS = {
  FREEBIT_MAX_CONCURRENCY: '1000',
  FREEBIT_MAX_QUEUE: '10000',
  FREEBIT_RATE_PER_SECOND: '0',
  FREEBIT_BREAKER_OPEN_MS: '0',
  CLIENT_RATE_PER_SECOND: '0',
  BULK_GUARD_LINES: '0',
  BULK_GUARD_OTHER_LINES: '0',
  OVERLOAD_DELAY_MS: '0',
} as const;
