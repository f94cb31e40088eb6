/** For tests that count what Freebit is asked: every read is. */
export const NO_CACHE = {
  CACHE_DETAIL_SECONDS: '0',
  CACHE_TRAFFIC_SECONDS: '0',
  CACHE_MASTER_SECONDS: '0',
} as const;
