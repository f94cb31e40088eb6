import type { Values } from './environment';

/** The settings as the parts of the gateway take them. */
export type Config = ReturnType<typeof toConfig>;

/** Hands the settings out in slices: each part sees its own, in its own words. */
export function toConfig(values: Values) {
  return Object.freeze({
    http: {
      port: values.PORT,
      host: values.HOST,
      docs: values.DOCS === 'on',
      drainSeconds: values.SHUTDOWN_DRAIN_SECONDS,
    },
    log: { level: values.LOG_LEVEL },
    store: { redisUrl: values.REDIS_URL, keyPrefix: values.REDIS_KEY_PREFIX },
    writes: {
      keyPolicy: values.IDEMPOTENCY_KEY_POLICY,
      ttlMs: values.IDEMPOTENCY_TTL_SECONDS * 1000,
      answerMs: values.WRITE_DEADLINE_MS,
      listenMs: values.WRITE_LISTEN_MS,
      secret: values.FREEBIT_OEM_KEY,
    },
    reads: toReadsConfig(values),
    freebit: toFreebitConfig(values),
  } as const);
}

function toReadsConfig(values: Values) {
  const staleMs = values.CACHE_STALE_SECONDS * 1000;
  const lifetimes = (seconds: number, refreshAfterMs: number) => ({
    freshMs: seconds * 1000,
    staleMs,
    refreshAfterMs,
  });
  return {
    lifetimes: {
      detail: lifetimes(values.CACHE_DETAIL_SECONDS, 10_000),
      // Freebit forbids asking for traffic again and again.
      traffic: lifetimes(values.CACHE_TRAFFIC_SECONDS, 60_000),
      master: lifetimes(values.CACHE_MASTER_SECONDS, 10_000),
    },
    deadlineMs: values.READ_DEADLINE_MS,
    secret: values.FREEBIT_OEM_KEY,
    environment: values.FREEBIT_BASE_URL,
  };
}

function toFreebitConfig(values: Values) {
  return {
    baseUrl: values.FREEBIT_BASE_URL,
    oemId: values.FREEBIT_OEM_ID,
    oemKey: values.FREEBIT_OEM_KEY,
    bodyEncoding: values.FREEBIT_BODY_ENCODING,
    paths: {
      'PA01-01': values.FREEBIT_PATH_AUTH,
      'PA03-02': values.FREEBIT_PATH_ACCOUNT_DETAIL,
      'PA04-04': values.FREEBIT_PATH_ADD_QUOTA,
      'PA05-01': values.FREEBIT_PATH_TRAFFIC,
      'PA05-21': values.FREEBIT_PATH_CHANGE_PLAN,
    },
    choices: {
      detailVersion: values.FREEBIT_DETAIL_VERSION,
      globalIpEnabledCode: values.FREEBIT_GLOBAL_IP_ENABLED_CODE,
    },
    authKeyTtlMs: values.FREEBIT_AUTH_KEY_TTL_SECONDS * 1000,
    connectTimeoutMs: values.FREEBIT_CONNECT_TIMEOUT_MS,
    loginTimeoutMs: values.FREEBIT_LOGIN_TIMEOUT_MS,
    readAttemptMs: values.FREEBIT_READ_TIMEOUT_MS,
    readDeadlineMs: values.READ_DEADLINE_MS,
    writeListenMs: values.WRITE_LISTEN_MS,
    maxReadConnections: values.FREEBIT_MAX_CONCURRENCY,
  };
}
