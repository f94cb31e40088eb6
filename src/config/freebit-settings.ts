import { BODY_ENCODING_ALLOWED, parseBodyEncodings } from './body-encodings';
import { parseFreebitBaseUrl } from './freebit-base-url';
import { readCertificate, readPrivateKey } from './pem-file';
import { integer, optional, printable, readBy, required, text, withDefault } from './setting';

const MILLISECONDS = integer(50, 120_000);
const COUNT = integer(0, 100_000);
const PATH = text(/^\/[\x21-\x7e]*$/, 'a path that starts with a slash');
const pathOf = (paper: string, path: string) =>
  optional(PATH, {
    meaning: `Path of ${paper} below the base URL.`,
    unset: `\`${path}\``,
    example: path,
  });
const milliseconds = (fallback: number, meaning: string) =>
  withDefault(String(fallback), MILLISECONDS, { meaning, unit: 'ms' });

/** The address of Freebit and the format of requests. */
export const freebitSettings = {
  FREEBIT_BASE_URL: withDefault(
    'https://i1.mvno.net/emptool/api',
    readBy(
      'an https:// URL (http:// to loopback, or outside production to a private host)',
      parseFreebitBaseUrl,
    ),
    { meaning: "Where Freebit's API is." },
  ),
  FREEBIT_OEM_ID: required(printable(256), { meaning: 'The OEM id that Freebit gave you.' }),
  FREEBIT_OEM_KEY: required(printable(1024), { meaning: 'The OEM key that Freebit gave you.', secret: true }),
  FREEBIT_BODY_ENCODING: withDefault('form', readBy(BODY_ENCODING_ALLOWED, parseBodyEncodings), {
    meaning:
      'How request JSON is sent: as the form field `json`, urlencoded (`form`) or multipart, or as plain JSON. Calls may differ: `form,traffic=json`.',
  }),
  FREEBIT_PATH_AUTH: pathOf('PA01-01', '/authOem/'),
  FREEBIT_PATH_ACCOUNT_DETAIL: pathOf('PA03-02', '/mvno/getDetail/'),
  FREEBIT_PATH_TRAFFIC: pathOf('PA05-01', '/mvno/getTrafficInfo/'),
  FREEBIT_PATH_ADD_QUOTA: pathOf('PA04-04', '/master/addSpec/'),
  FREEBIT_PATH_CHANGE_PLAN: pathOf('PA05-21', '/mvno/changePlan/'),
  FREEBIT_DETAIL_VERSION: withDefault('2', text(/^[A-Za-z0-9.]{1,16}$/, '1-16 letters, digits or dots'), {
    meaning: '`version` sent with PA03-02 for a SIM.',
  }),
  FREEBIT_GLOBAL_IP_ENABLED_CODE: optional(text(/^\d{2}$/, 'two digits'), {
    meaning: 'Code that requests a global IP in PA05-21, if Freebit has given you one.',
    unset: '`globalIp: true` is refused',
  }),
  FREEBIT_CLIENT_CERT_FILE: optional(readBy('a readable file with a certificate in PEM', readCertificate), {
    meaning: 'File with the client certificate for Freebit, and its chain. Needs the key below.',
    unset: 'no client certificate',
    example: '/run/secrets/freebit-client.pem',
  }),
  FREEBIT_CLIENT_KEY_FILE: optional(readBy('a readable file with a private key in PEM', readPrivateKey), {
    meaning: 'File with the private key of that certificate, without a passphrase.',
    unset: 'no client certificate',
    example: '/run/secrets/freebit-client-key.pem',
  }),
  FREEBIT_AUTH_KEY_TTL_SECONDS: withDefault('1800', integer(10, 86_400), {
    meaning: 'How long an auth key is used before a new login.',
    unit: 'seconds',
  }),
} as const;

/** Deadlines, and the load towards Freebit. */
export const upstreamSettings = {
  FREEBIT_CONNECT_TIMEOUT_MS: milliseconds(
    2_000,
    'Longest wait for a connection to Freebit, including all its addresses and TLS.',
  ),
  FREEBIT_READ_TIMEOUT_MS: milliseconds(5_000, 'Longest wait for one answer to a read.'),
  FREEBIT_LOGIN_TIMEOUT_MS: milliseconds(5_000, 'Longest wait for the answer to a login.'),
  READ_DEADLINE_MS: milliseconds(8_000, 'A read is answered within this time, including a login.'),
  WRITE_DEADLINE_MS: milliseconds(20_000, 'A write is answered within this time.'),
  WRITE_LISTEN_MS: milliseconds(
    40_000,
    'How long the gateway waits for the answer to a write: longer than the caller, so that a late outcome is still recorded.',
  ),
  FREEBIT_MAX_CONCURRENCY: withDefault('8', integer(1, 10_000), {
    meaning: 'Calls to Freebit in flight, per replica.',
    unit: 'calls',
  }),
  FREEBIT_MAX_QUEUE: withDefault('32', COUNT, {
    meaning: 'Calls that may wait while that number is in flight, per replica.',
    unit: 'calls',
  }),
  FREEBIT_RATE_PER_SECOND: withDefault('5', COUNT, {
    meaning: 'Calls to Freebit over all replicas. 0: no limit.',
    unit: 'per second',
  }),
  FREEBIT_RATE_BURST: withDefault('10', integer(1, 100_000), {
    meaning: 'Calls to Freebit that may be made at once after an idle time.',
    unit: 'calls',
  }),
  FREEBIT_BREAKER_OPEN_MS: withDefault('3000', integer(0, 60_000), {
    meaning:
      'How long the circuit breaker stays open after repeated faults, until one read tries Freebit again. 0: no breaker.',
    unit: 'ms',
  }),
} as const;
