/** For tests that count calls to Freebit: every read makes one. */
export const CACHE_OFF = {
  CACHE_DETAIL_SECONDS: '0',
  CACHE_TRAFFIC_SECONDS: '0',
  CACHE_MASTER_SECONDS: '0',
} as const;

/** The default. */
export const CACHE_ON = {
  CACHE_DETAIL_SECONDS: '30',
  CACHE_TRAFFIC_SECONDS: '60',
  CACHE_MASTER_SECONDS: '60',
} as const;
