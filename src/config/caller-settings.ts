import { parseApiClients } from './api-clients';
import { integer, oneOf, optional, printable, readBy, withDefault } from './setting';
import { parseOrigins, parseTrustedUrl } from './web-address';

const COUNT = integer(0, 100_000);
const CACHED = integer(0, 600);
const TRUSTED_URL = readBy('an https:// URL (http:// to loopback)', parseTrustedUrl);

/** Who may call. */
export const accessSettings = {
  API_CLIENTS: optional(readBy('a JSON list of clients', parseApiClients), {
    meaning:
      'Applications that may call with an API key, as JSON without the keys themselves: `npm run api-key` creates an entry. A file that `API_CLIENTS_FILE` names is read again when it changes.',
    unset: 'no API keys; in production an issuer of tokens is then required',
  }),
  OIDC_ISSUER: optional(TRUSTED_URL, {
    meaning: 'Issuer of the accepted access tokens: their `iss`. Needs the two settings below.',
    unset: 'no access tokens',
    example: 'https://login.example.com/',
  }),
  OIDC_AUDIENCE: optional(printable(256), {
    meaning: 'The `aud` of tokens for this gateway.',
    unset: 'no access tokens',
    example: 'freebit-gateway',
  }),
  OIDC_JWKS_URL: optional(TRUSTED_URL, {
    meaning: 'Where the issuer publishes the public keys of its tokens.',
    unset: 'no access tokens',
    example: 'https://login.example.com/.well-known/jwks.json',
  }),
  OIDC_LINES_CLAIM: optional(printable(256), {
    meaning: 'The claim with the lines that a token may use, in the format of `lines` of an API client.',
    unset: 'a token may use every line',
    example: 'freebit_lines',
  }),
  CORS_ORIGINS: optional(
    readBy('origins such as https://app.example.com, separated by commas', parseOrigins),
    {
      meaning: 'Origins of the web pages that may call.',
      unset: 'none',
      example: 'https://app.example.com',
    },
  ),
} as const;

/** The limits of one caller; clients may have their own in `API_CLIENTS`. */
export const limitSettings = {
  EXPECTED_REPLICAS: withDefault('1', integer(1, 1_000), {
    meaning: 'Number of replicas. While Redis does not answer, each keeps to its share of every limit.',
    unit: 'replicas',
  }),
  CLIENT_RATE_PER_SECOND: withDefault('10', COUNT, {
    meaning: 'Requests of one caller over all replicas. 0: no limit.',
    unit: 'per second',
  }),
  CLIENT_RATE_BURST: withDefault('20', integer(1, 100_000), {
    meaning: 'Requests that one caller may send at once after an idle time.',
    unit: 'requests',
  }),
  BULK_GUARD_LINES: withDefault('60', COUNT, {
    meaning:
      'Different lines whose traffic one caller may read within the window. 0: no limit. Freebit forbids bulk retrieval of traffic.',
    unit: 'lines',
  }),
  BULK_GUARD_OTHER_LINES: withDefault('600', COUNT, {
    meaning:
      'Different lines that one caller may use within the window for everything else, writes included. 0: no limit.',
    unit: 'lines',
  }),
  BULK_GUARD_WINDOW_SECONDS: withDefault('600', integer(1, 86_400), {
    meaning: 'The window of both limits of different lines.',
    unit: 'seconds',
  }),
  OVERLOAD_DELAY_MS: withDefault('10', integer(0, 10_000), {
    meaning:
      'How late the event loop may be, several times in a row, before requests are refused with `OVERLOADED`. 0: requests are never refused for load.',
    unit: 'ms',
  }),
} as const;

/** How long answers of Freebit are cached. */
export const cacheSettings = {
  CACHE_DETAIL_SECONDS: withDefault('30', CACHED, {
    meaning: 'How long the detail of a line (SIM, quota, plan) is served from the cache. 0: never.',
    unit: 'seconds',
  }),
  CACHE_TRAFFIC_SECONDS: withDefault('60', CACHED, {
    meaning: 'How long traffic is served from the cache. 0: never.',
    unit: 'seconds',
  }),
  CACHE_MASTER_SECONDS: withDefault('60', CACHED, {
    meaning: 'How long a master account is served from the cache. 0: never.',
    unit: 'seconds',
  }),
  CACHE_STALE_SECONDS: withDefault('300', CACHED, {
    meaning: 'How much longer an answer is served, marked as stale, while Freebit fails. 0: never.',
    unit: 'seconds',
  }),
} as const;

/** Settings of writes and their idempotency. */
export const writeSettings = {
  WRITES: withDefault('on', oneOf('on', 'off'), {
    meaning: 'Whether writes are accepted. `off` answers them with 503 and sends nothing; reads still work.',
  }),
  IDEMPOTENCY_KEY_POLICY: withDefault('required', oneOf('required', 'optional', 'uuidv7'), {
    meaning:
      'Whether a write needs an `Idempotency-Key`; `uuidv7` requires a UUIDv7, which contains its time. A key that is sent is always used.',
  }),
  IDEMPOTENCY_TTL_SECONDS: withDefault('86400', integer(60, 30 * 86_400), {
    meaning: 'How long the answer to a write is kept for replays. Unknown outcomes are kept until resolved.',
    unit: 'seconds',
  }),
  QUOTA_REFERENCE: withDefault('caller', oneOf('caller', 'operation'), {
    meaning:
      'The `quotaCode` of a quota addition without a `reference`: none (`caller`), or the id of the operation (`operation`), once Freebit has confirmed that it accepts it.',
  }),
} as const;
