import { parseApiClients } from './api-clients';
import { cacheSettings } from './cache-settings';
import { parseFreebitBaseUrl } from './freebit-base-url';
import { parseRedisUrl, RedisUrlError } from '../store/redis/redis-url';
import { limitSettings } from './limit-settings';
import { operatingSettings } from './operating-settings';
import { choice, integer, optional, required, text, withDefault } from './setting';
import { parseOrigins, parseTrustedUrl } from './web-address';

const MILLISECONDS = { min: 50, max: 120_000 };
const path = (about: string) => optional(text(about, /^\/[\x21-\x7e]*$/, 'a path that starts with a slash'));
const redisUrl = {
  about:
    'Redis shared by all replicas: redis://, rediss://, redis+sentinel:// or redis+cluster://. Unset: memory of one process.',
  parse: (url: string) => {
    try {
      parseRedisUrl(url);
      return url;
    } catch (error) {
      throw error instanceof RedisUrlError ? new Error(`cannot be used: ${error.reason}`) : error;
    }
  },
};

/**
 * Every environment variable of the gateway. Any of them may also come from a file that is named by the variable
 * with `_FILE` appended.
 */
export const settings = {
  NODE_ENV: choice('Where the gateway runs.', ['development', 'test', 'production'], 'development'),
  PORT: integer('Port to listen on; 0 takes a free one.', 3000, { min: 0, max: 65_535 }),
  HOST: withDefault(text('Address to listen on; 0.0.0.0: all.', /^\S+$/, 'an address'), '127.0.0.1'),

  FREEBIT_BASE_URL: withDefault(
    {
      about:
        "Where Freebit's API stands: https, or http to loopback, or outside production to a private host.",
      parse: parseFreebitBaseUrl,
    },
    'https://i1.mvno.net/emptool/api',
  ),
  FREEBIT_OEM_ID: required(
    text('OEM id that Freebit gave you.', /^[\x21-\x7e]{1,256}$/, '1-256 printable ASCII'),
  ),
  FREEBIT_OEM_KEY: required(
    text('OEM key that Freebit gave you. A secret.', /^[\x21-\x7e]{1,1024}$/, '1-1024 printable ASCII'),
  ),
  FREEBIT_BODY_ENCODING: choice(
    'How request JSON travels: as a form field `json`, urlencoded or multipart, or as plain JSON.',
    ['form', 'multipart', 'json'],
    'form',
  ),
  FREEBIT_PATH_AUTH: path('Path of PA01-01 below the base URL. Unset: /authOem/'),
  FREEBIT_PATH_ACCOUNT_DETAIL: path('Path of PA03-02 below the base URL. Unset: /mvno/getDetail/'),
  FREEBIT_PATH_TRAFFIC: path('Path of PA05-01 below the base URL. Unset: /mvno/getTrafficInfo/'),
  FREEBIT_PATH_ADD_QUOTA: path('Path of PA04-04 below the base URL. Unset: /master/addSpec/'),
  FREEBIT_PATH_CHANGE_PLAN: path('Path of PA05-21 below the base URL. Unset: /mvno/changePlan/'),
  FREEBIT_DETAIL_VERSION: withDefault(
    text('`version` sent with PA03-02 for a SIM.', /^[A-Za-z0-9.]{1,16}$/, '1-16 letters, digits or dots'),
    '2',
  ),
  FREEBIT_GLOBAL_IP_ENABLED_CODE: optional(
    text(
      'Code that asks for a global IP in PA05-21, once Freebit has told it to you. Unset: `globalIp: true` is refused.',
      /^\d{2}$/,
      'two digits',
    ),
  ),
  FREEBIT_AUTH_KEY_TTL_SECONDS: integer('How long an auth key is used before a new login.', 1800, {
    min: 10,
    max: 86_400,
  }),
  FREEBIT_CONNECT_TIMEOUT_MS: integer(
    'Longest wait for a connection to Freebit, TLS included.',
    2000,
    MILLISECONDS,
  ),
  FREEBIT_READ_TIMEOUT_MS: integer('Longest wait for one answer to a read.', 5000, MILLISECONDS),
  FREEBIT_LOGIN_TIMEOUT_MS: integer('Longest wait for the answer to a login.', 5000, MILLISECONDS),
  READ_DEADLINE_MS: integer('A read is answered within this time, login and all.', 8000, MILLISECONDS),
  WRITE_DEADLINE_MS: integer('A write is answered within this time.', 20_000, MILLISECONDS),
  WRITE_LISTEN_MS: integer(
    "How long the answer to a write is waited for, its caller's deadline notwithstanding.",
    40_000,
    MILLISECONDS,
  ),
  ...limitSettings,

  REDIS_URL: optional(redisUrl),
  STORE_SECRET: optional(
    text(
      'Seals what is kept about writes, and names their lines. A secret. Unset: FREEBIT_OEM_KEY. When that changes, set this to the one before, on all replicas.',
      /^[\x21-\x7e]{1,1024}$/,
      '1-1024 printable ASCII',
    ),
  ),
  REDIS_KEY_PREFIX: withDefault(
    text('Put before every Redis key.', /^[\x21-\x7e]{0,64}$/, 'at most 64 printable ASCII'),
    'fbgw:',
  ),
  ALLOW_MEMORY_STORE: choice(
    'Whether production may run on a store that forgets: the memory of one process, or a Redis that evicts or has no append-only file.',
    ['true', 'false'],
    'false',
  ),

  ...cacheSettings,

  IDEMPOTENCY_KEY_POLICY: choice(
    'Whether a write needs an Idempotency-Key. A key that is sent is honoured in any case.',
    ['required', 'optional'],
    'required',
  ),
  IDEMPOTENCY_TTL_SECONDS: integer(
    'How long the answer to a write is kept for replays. Writes of unknown outcome are kept until resolved.',
    86_400,
    { min: 60, max: 30 * 86_400 },
  ),

  API_CLIENTS: optional({
    about:
      'Who may call with an API key, as JSON without the keys themselves: npm run api-key makes an entry.',
    parse: parseApiClients,
  }),
  OIDC_ISSUER: optional({
    about: 'Whose access tokens are accepted: the `iss` of the tokens. Needs the two below.',
    parse: parseTrustedUrl,
  }),
  OIDC_AUDIENCE: optional(
    text(
      'The `aud` of tokens that are meant for this gateway.',
      /^[\x21-\x7e]{1,256}$/,
      '1-256 printable ASCII',
    ),
  ),
  OIDC_JWKS_URL: optional({
    about: 'Where the issuer publishes the keys that its tokens are signed with.',
    parse: parseTrustedUrl,
  }),
  CORS_ORIGINS: optional({
    about: 'Origins of the web pages that may call, separated by commas. Unset: none.',
    parse: parseOrigins,
  }),

  ...operatingSettings,
} as const;

export type SettingName = keyof typeof settings;
