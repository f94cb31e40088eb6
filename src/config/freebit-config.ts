import { toProxy } from './standard-config';
import type { Values } from './variables';

/** Retries per hundred reads. */
const RETRY_PERCENT = 10;

/** The settings of the Freebit client. */
export function toFreebitConfig(values: Values) {
  return {
    baseUrl: values.FREEBIT_BASE_URL,
    oemId: values.FREEBIT_OEM_ID,
    oemKey: values.FREEBIT_OEM_KEY,
    bodyEncoding: values.FREEBIT_BODY_ENCODING.otherwise,
    bodyEncodings: values.FREEBIT_BODY_ENCODING.byPaper,
    /** PEM texts; undefined without a client certificate. */
    clientCertificate: toClientCertificate(values),
    proxy: toProxy(values),
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
      retryPercent: RETRY_PERCENT,
      breakerOpenMs: values.FREEBIT_BREAKER_OPEN_MS,
    },
  };
}

/** Both are set, or none. */
function toClientCertificate(values: Values) {
  const { FREEBIT_CLIENT_CERT_FILE: cert, FREEBIT_CLIENT_KEY_FILE: key } = values;
  return cert !== undefined && key !== undefined ? { cert, key } : undefined;
}
