import { parseRedisUrl, RedisUrlError } from '../store/redis/redis-url';
import { accessSettings, cacheSettings, limitSettings, writeSettings } from './caller-settings';
import { freebitSettings, upstreamSettings } from './freebit-settings';
import { integer, oneOf, optional, printable, readBy, text, withDefault, type Setting } from './setting';
import { parseBasePath } from './web-address';

const serverSettings = {
  NODE_ENV: withDefault('development', oneOf('development', 'test', 'production'), {
    meaning: 'Kind of environment. `production` refuses settings that are only safe elsewhere.',
  }),
  PORT: withDefault('3000', integer(0, 65_535), { meaning: 'Port to listen on. 0: a free one.' }),
  HOST: withDefault('127.0.0.1', text(/^\S+$/, 'an address'), {
    meaning: 'Address to listen on. `0.0.0.0`: all; the images set it.',
  }),
  MANAGEMENT_PORT: optional(integer(0, 65_535), {
    meaning: 'Port of `/health` and `/metrics`, which are then served only there. 0: a free one.',
    unset: 'they are served on `PORT`',
    example: '9090',
  }),
  PUBLIC_BASE_PATH: optional(readBy('a path such as /freebit', parseBasePath), {
    meaning: 'Path prefix under which callers reach the gateway, if an ingress strips it. Links include it.',
    unset: 'no prefix',
    example: '/freebit',
  }),
} as const;

const storeSettings = {
  REDIS_URL: optional(
    readBy('a redis://, rediss://, redis+sentinel:// or redis+cluster:// URL', checkRedisUrl),
    {
      meaning: 'Redis that all replicas share.',
      secret: true,
      unset: 'memory of one process, refused in production',
      example: 'redis://127.0.0.1:6379',
    },
  ),
  REDIS_WAIT_REPLICAS: optional(readBy('a whole number from 0 to 10, or durable', parseWaitReplicas), {
    meaning:
      'How many replicas of a Redis primary confirm a write before it is sent to Freebit: the number of all its replicas, or `durable` for a service that loses no acknowledged write in a failover. 0: none, which is not safe with failover. Required in production with Sentinel or Cluster.',
    unit: 'replicas',
    unset: 'the gateway waits for no replica',
    example: '2',
  }),
  STORE_SECRET: optional(printable(1024), {
    meaning:
      'Encrypts the records of writes and cached reads, and derives the names of their lines. When it changes, the records are lost. In production at least 32 characters, for example from `openssl rand -hex 32`.',
    secret: true,
    unset: '`FREEBIT_OEM_KEY` is used; when that changes, set this to the earlier one on all replicas',
  }),
  REDIS_KEY_PREFIX: withDefault(
    'fbgw:',
    text(/^[\x21-\x7e]{0,64}$/, 'at most 64 printable ASCII characters'),
    {
      meaning: 'Prefix of every Redis key.',
    },
  ),
  ALLOW_MEMORY_STORE: withDefault('false', oneOf('true', 'false'), {
    meaning:
      'Whether production may run with a store that can lose records: the memory of one process, or a Redis with eviction or without an append-only file.',
  }),
} as const;

const operatingSettings = {
  DOCS: optional(oneOf('on', 'auth', 'off'), {
    meaning:
      'Swagger UI and the API description under `/docs`: for anyone, for known callers, or not at all.',
    unset: '`on`, and `off` in production',
    example: 'on',
  }),
  LOG_LEVEL: withDefault('info', oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace'), {
    meaning: 'Lowest level of log lines that are written.',
  }),
  SHUTDOWN_DRAIN_SECONDS: withDefault('5', integer(0, 300), {
    meaning: 'How long the gateway still serves requests after SIGTERM, while readiness fails.',
    unit: 'seconds',
  }),
} as const;

/**
 * Settings that belong together, as `.env.example` and the documents show them.
 * @public scripts/settings.mjs reads them from the build.
 */
export const settingGroups: readonly {
  title: string;
  settings: Readonly<Record<string, Setting<unknown>>>;
}[] = [
  { title: 'The gateway itself', settings: serverSettings },
  { title: 'Freebit', settings: freebitSettings },
  { title: 'Deadlines and load towards Freebit', settings: upstreamSettings },
  { title: 'The store that replicas share', settings: storeSettings },
  { title: 'Callers', settings: accessSettings },
  { title: 'Limits of callers', settings: limitSettings },
  { title: 'Caching of reads', settings: cacheSettings },
  { title: 'Writes', settings: writeSettings },
  { title: 'Operation', settings: operatingSettings },
];

/**
 * Every environment variable of the gateway except the standard ones. Each may also come from a file that is named by
 * the variable with `_FILE` appended.
 */
export const settings = {
  ...serverSettings,
  ...freebitSettings,
  ...upstreamSettings,
  ...storeSettings,
  ...accessSettings,
  ...limitSettings,
  ...cacheSettings,
  ...writeSettings,
  ...operatingSettings,
} as const;

function checkRedisUrl(url: string): string {
  try {
    parseRedisUrl(url);
    return url;
  } catch (error) {
    throw error instanceof RedisUrlError ? new Error(`cannot be used: ${error.reason}`) : error;
  }
}

function parseWaitReplicas(value: string): number | 'durable' {
  if (value === 'durable') return value;
  if (/^([0-9]|10)$/.test(value)) return Number(value);
  throw new Error('must be a whole number from 0 to 10, or durable');
}
