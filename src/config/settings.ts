import { parseFreebitBaseUrl } from './freebit-base-url';
import { choice, integer, optional, required, text, withDefault } from './setting';

const MILLISECONDS = { min: 50, max: 120_000 };
const SECONDS_KEPT = { min: 0, max: 600 };
const path = (about: string) => optional(text(about, /^\/[\x21-\x7e]*$/, 'a path that starts with a slash'));
const redisUrl = text(
  'Redis shared by all replicas: redis://, rediss://, redis+sentinel:// or redis+cluster://. Unset: memory of one process.',
  /^(rediss?|redis\+sentinel|redis\+cluster):\/\/\S+$/,
  'a redis://, rediss://, redis+sentinel:// or redis+cluster:// URL',
);

/**
 * Every environment variable of the gateway. Any of them may also come from a file that is named by the variable
 * with `_FILE` appended.
 */
export const settings = {
  NODE_ENV: choice('Where the gateway runs.', ['development', 'test', 'production'], 'development'),
  PORT: integer('Port to listen on; 0 takes a free one.', 3000, { min: 0, max: 65_535 }),
  HOST: withDefault(text('Address to listen on.', /^\S+$/, 'an address'), '0.0.0.0'),

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
  FREEBIT_MAX_CONCURRENCY: integer('Reads in flight to Freebit, per replica.', 8, { min: 1, max: 1000 }),

  REDIS_URL: optional(redisUrl),
  REDIS_KEY_PREFIX: withDefault(
    text('Put before every Redis key.', /^[\x21-\x7e]{0,64}$/, 'at most 64 printable ASCII'),
    'fbgw:',
  ),
  ALLOW_MEMORY_STORE: choice(
    'Whether production may run without Redis, as one process only.',
    ['true', 'false'],
    'false',
  ),

  CACHE_DETAIL_SECONDS: integer(
    'How long the detail of a line is given again: SIM, quota and plan. 0: not at all.',
    30,
    SECONDS_KEPT,
  ),
  CACHE_TRAFFIC_SECONDS: integer('How long traffic is given again. 0: not at all.', 60, SECONDS_KEPT),
  CACHE_MASTER_SECONDS: integer('How long a master account is given again. 0: not at all.', 60, SECONDS_KEPT),
  CACHE_STALE_SECONDS: integer(
    'How much longer an answer is given, and called stale, when Freebit cannot be asked. 0: not at all.',
    300,
    SECONDS_KEPT,
  ),

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

  DOCS: choice('Swagger UI under /docs.', ['on', 'off'], 'on'),
  LOG_LEVEL: choice(
    'Least severe log line that is written.',
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace'],
    'info',
  ),
  SHUTDOWN_DRAIN_SECONDS: integer(
    'How long the gateway goes on serving after SIGTERM, not ready any more.',
    5,
    { min: 0, max: 300 },
  ),
} as const;

export type SettingName = keyof typeof settings;
