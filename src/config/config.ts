import { toFreebitConfig } from './freebit-config';
import { toProxy, toTracing } from './standard-config';
import type { Values } from './variables';

/**
 * The settings, grouped by the part of the gateway that uses them. Tests may give `createApp` one with other constants.
 */
export type Config = ReturnType<typeof toConfig>;

/** The most requests in flight per replica; further ones are refused at once. */
const REQUESTS_IN_FLIGHT = 200;
/** Requests of one caller in flight at a time, per replica, unless the client has a limit of its own. */
const REQUESTS_IN_FLIGHT_PER_CALLER = 32;
/** The youngest cache entry that `Cache-Control: no-cache` replaces, in milliseconds. */
const REFRESH_AFTER_MS = 10_000;
/** The same for traffic: higher, because Freebit forbids frequent retrieval. */
const REFRESH_TRAFFIC_AFTER_MS = 60_000;
/** Time to record the last write after the longest one has ended. */
const RECORDING_SECONDS = 10;

/** Groups the settings by the part of the gateway that uses them. */
export function toConfig(values: Values) {
  return Object.freeze({
    /** Host and OEM id: records of another contract are never used. */
    contract: `${new URL(values.FREEBIT_BASE_URL).host}|${values.FREEBIT_OEM_ID}`,
    http: toHttpConfig(values),
    limits: toLimitsConfig(values),
    access: toAccessConfig(values),
    store: toStoreConfig(values),
    writes: toWritesConfig(values),
    log: { level: values.LOG_LEVEL },
    tracing: toTracing(values),
    reads: toReadsConfig(values),
    freebit: toFreebitConfig(values),
  } as const);
}

function toHttpConfig(values: Values) {
  return {
    port: values.PORT,
    host: values.HOST,
    /** The port of health and metrics, which are then served nowhere else; undefined: on `port`. */
    managementPort: values.MANAGEMENT_PORT,
    /** Without a slash at the end; empty if callers see the paths unchanged. */
    publicBasePath: values.PUBLIC_BASE_PATH ?? '',
    docs: {
      readers: values.DOCS ?? (values.NODE_ENV === 'production' ? 'off' : 'on'),
      /** Whether the page generates the key of a write. Where writes cost money, a person has to. */
      fillsInKeys: values.NODE_ENV !== 'production',
    },
    corsOrigins: values.CORS_ORIGINS ?? [],
    drainSeconds: values.SHUTDOWN_DRAIN_SECONDS,
    graceSeconds: graceSeconds(values),
    overload: {
      // One switch for both: 0 also disables the limit of requests in flight.
      inFlight: values.OVERLOAD_DELAY_MS === 0 ? 0 : REQUESTS_IN_FLIGHT,
      delayMs: values.OVERLOAD_DELAY_MS,
    },
  };
}

/** Time to drain, to await the last answer to a write, and to record it. */
function graceSeconds(values: Values): number {
  return values.SHUTDOWN_DRAIN_SECONDS + Math.ceil(values.WRITE_LISTEN_MS / 1000) + RECORDING_SECONDS;
}

function toLimitsConfig(values: Values) {
  return {
    callerRate: { perSecond: values.CLIENT_RATE_PER_SECOND, burst: values.CLIENT_RATE_BURST },
    callerInFlight: REQUESTS_IN_FLIGHT_PER_CALLER,
    /** Different lines within the window: `most` for traffic, `mostOther` for everything else. */
    lines: {
      most: values.BULK_GUARD_LINES,
      mostOther: values.BULK_GUARD_OTHER_LINES,
      windowMs: values.BULK_GUARD_WINDOW_SECONDS * 1000,
    },
    replicas: values.EXPECTED_REPLICAS,
  };
}

function toAccessConfig(values: Values) {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl } = values;
  return {
    clients: values.API_CLIENTS ?? [],
    /** The file that the clients came from, to be watched; undefined if they came from the environment. */
    clientsFile: values.API_CLIENTS_FILE,
    /** `linesClaim` names the claim that lists the lines of a token; without it a token may use all lines. */
    issuer:
      issuer && audience && jwksUrl
        ? { issuer, audience, jwksUrl, linesClaim: values.OIDC_LINES_CLAIM }
        : undefined,
    proxy: toProxy(values),
  };
}

function toStoreConfig(values: Values) {
  return {
    redisUrl: values.REDIS_URL,
    keyPrefix: values.REDIS_KEY_PREFIX,
    replicas: values.EXPECTED_REPLICAS,
    /** Replicas of a primary that confirm a write; undefined if not set. */
    waitReplicas: values.REDIS_WAIT_REPLICAS,
    mustRemember: values.NODE_ENV === 'production' && values.ALLOW_MEMORY_STORE === 'false',
  };
}

function toWritesConfig(values: Values) {
  return {
    enabled: values.WRITES === 'on',
    /** The `quotaCode` of an addition without a `reference`: none, or the operation id. */
    quotaReference: values.QUOTA_REFERENCE,
    keyPolicy: values.IDEMPOTENCY_KEY_POLICY,
    ttlMs: values.IDEMPOTENCY_TTL_SECONDS * 1000,
    answerMs: values.WRITE_DEADLINE_MS,
    listenMs: values.WRITE_LISTEN_MS,
    secret: storeSecret(values),
  };
}

/** If it is not set, the OEM key is used. */
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
      detail: lifetimes(values.CACHE_DETAIL_SECONDS, REFRESH_AFTER_MS),
      traffic: lifetimes(values.CACHE_TRAFFIC_SECONDS, REFRESH_TRAFFIC_AFTER_MS),
      master: lifetimes(values.CACHE_MASTER_SECONDS, REFRESH_AFTER_MS),
    },
    deadlineMs: values.READ_DEADLINE_MS,
    secret: storeSecret(values),
  };
}
