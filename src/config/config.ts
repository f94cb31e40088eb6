import type { Values } from './environment';

/** The settings as the parts of the gateway take them. */
export type Config = ReturnType<typeof toConfig>;

/** Hands the settings out in slices: each part sees its own, in its own words. */
export function toConfig(values: Values) {
  return Object.freeze({
    http: {
      port: values.PORT,
      host: values.HOST,
      docs: {
        readers: values.DOCS ?? (values.NODE_ENV === 'production' ? 'off' : 'on'),
        /** Whether the page makes up the key of a write; where writes cost money, a person has to. */
        fillsInKeys: values.NODE_ENV !== 'production',
      },
      corsOrigins: values.CORS_ORIGINS ?? [],
      drainSeconds: values.SHUTDOWN_DRAIN_SECONDS,
      graceSeconds: graceSeconds(values),
      overload: { inFlight: values.OVERLOAD_IN_FLIGHT, delayMs: values.OVERLOAD_DELAY_MS },
    },
    limits: {
      callerRate: { perSecond: values.CLIENT_RATE_PER_SECOND, burst: values.CLIENT_RATE_BURST },
      lines: { most: values.BULK_GUARD_LINES, windowMs: values.BULK_GUARD_WINDOW_SECONDS * 1000 },
      replicas: values.EXPECTED_REPLICAS,
    },
    access: { clients: values.API_CLIENTS ?? [], issuer: toIssuer(values) },
    log: { level: values.LOG_LEVEL },
    tracing: toTracing(values),
    store: {
      redisUrl: values.REDIS_URL,
      keyPrefix: values.REDIS_KEY_PREFIX,
      replicas: values.EXPECTED_REPLICAS,
      mustRemember: values.NODE_ENV === 'production' && values.ALLOW_MEMORY_STORE === 'false',
    },
    writes: {
      keyPolicy: values.IDEMPOTENCY_KEY_POLICY,
      ttlMs: values.IDEMPOTENCY_TTL_SECONDS * 1000,
      answerMs: values.WRITE_DEADLINE_MS,
      listenMs: values.WRITE_LISTEN_MS,
      secret: storeSecret(values),
    },
    reads: toReadsConfig(values),
    freebit: toFreebitConfig(values),
  } as const);
}

/** Time to drain, to hear of the last write, and to put it on record. */
function graceSeconds(values: Values): number {
  return values.SHUTDOWN_DRAIN_SECONDS + Math.ceil(values.WRITE_LISTEN_MS / 1000) + 10;
}

function toTracing({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }: Values) {
  return endpoint === undefined ? undefined : { endpoint };
}

/** All three are there, or none. */
function toIssuer({ OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl }: Values) {
  return issuer && audience && jwksUrl ? { issuer, audience, jwksUrl } : undefined;
}

/** Without one of its own the store has that of Freebit. */
function storeSecret(values: Values): string {
  return values.STORE_SECRET ?? values.FREEBIT_OEM_KEY;
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
    secret: storeSecret(values),
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
    rate: { perSecond: values.FREEBIT_RATE_PER_SECOND, burst: values.FREEBIT_RATE_BURST },
    protection: {
      maxConcurrency: values.FREEBIT_MAX_CONCURRENCY,
      maxQueue: values.FREEBIT_MAX_QUEUE,
      retryPercent: values.FREEBIT_RETRY_PERCENT,
      breakerOpenMs: values.FREEBIT_BREAKER_OPEN_MS,
    },
  };
}
