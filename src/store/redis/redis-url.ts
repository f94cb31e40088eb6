/** One host of a Redis deployment. */
export interface RedisEndpoint {
  readonly host: string;
  readonly port: number;
}

interface RedisAccess {
  readonly endpoints: readonly [RedisEndpoint, ...RedisEndpoint[]];
  readonly username?: string;
  readonly password?: string;
  readonly tls: boolean;
}

/** The parts of a REDIS_URL: addresses, kind of deployment, and credentials. */
export type RedisTarget =
  | (RedisAccess & { readonly kind: 'standalone'; readonly db: number })
  | (RedisAccess & {
      readonly kind: 'sentinel';
      readonly db: number;
      readonly masterName: string;
      readonly sentinelUsername?: string;
      readonly sentinelPassword?: string;
    })
  | (RedisAccess & { readonly kind: 'cluster' });

/** The URL cannot be used. The message says why and never repeats any part of it, which may be a password. */
export class RedisUrlError extends Error {
  override readonly name = 'RedisUrlError';

  constructor(readonly reason: string) {
    super(`The Redis URL cannot be used: ${reason}`);
  }
}

const SCHEMES = {
  redis: { kind: 'standalone', port: 6379, queries: [] },
  rediss: { kind: 'standalone', port: 6379, queries: [] },
  'redis+sentinel': {
    kind: 'sentinel',
    port: 26379,
    queries: ['db', 'tls', 'sentinelUsername', 'sentinelPassword'],
  },
  'redis+cluster': { kind: 'cluster', port: 6379, queries: ['tls'] },
} as const;

/**
 * Reads `redis://`, `rediss://`, `redis+sentinel://host1:26379,host2/master?db=&tls=true&sentinelPassword=` or
 * `redis+cluster://host1,host2?tls=true`, each with an optional `user:password@`, percent-encoded.
 */
export function parseRedisUrl(url: string): RedisTarget {
  const [, name = '', authority = '', path = '', search = ''] =
    /^([a-z+]+):\/\/([^/?#]+)(?:\/([^?#]*))?(?:\?([^#]*))?$/.exec(url.trim()) ?? [];
  if (!isScheme(name)) {
    fail(
      'it must look like redis://host, rediss://host, redis+sentinel://hosts/master or redis+cluster://hosts',
    );
  }
  const { kind, port, queries } = SCHEMES[name];
  const query = parseQuery(search, queries);
  const access = { ...parseAuthority(authority, port), tls: name === 'rediss' || isTrue(query.get('tls')) };
  if (kind === 'standalone') return toStandalone(access, decode(path));
  return kind === 'sentinel' ? toSentinel(access, decode(path), query) : toCluster(access, path);
}

function toStandalone(access: RedisAccess, path: string): RedisTarget {
  if (access.endpoints.length > 1) fail('it may name one host only');
  return { kind: 'standalone', ...access, db: parseDb(path) };
}

function toSentinel(access: RedisAccess, path: string, query: URLSearchParams): RedisTarget {
  if (!path) fail('the name of the master must follow the hosts');
  return {
    kind: 'sentinel',
    ...access,
    masterName: path,
    db: parseDb(query.get('db') ?? ''),
    sentinelUsername: query.get('sentinelUsername') ?? undefined,
    sentinelPassword: query.get('sentinelPassword') ?? undefined,
  };
}

function toCluster(access: RedisAccess, path: string): RedisTarget {
  if (path) fail('a cluster has no database number');
  return { kind: 'cluster', ...access };
}

function parseQuery(text: string, allowed: readonly string[]): URLSearchParams {
  const query = new URLSearchParams(text);
  if ([...query.keys()].some((key) => !allowed.includes(key))) {
    fail(
      allowed.length ? `after the ? it may only have ${allowed.join(', ')}` : 'it may have nothing after a ?',
    );
  }
  return query;
}

function parseAuthority(authority: string, defaultPort: number): Omit<RedisAccess, 'tls'> {
  const at = authority.lastIndexOf('@');
  const [username = '', password] = at < 0 ? [] : splitOnce(authority.slice(0, at), ':').map(decode);
  const [first, ...others] = authority
    .slice(at + 1)
    .split(',')
    .map((host) => parseEndpoint(host, defaultPort));
  if (!first) fail('it names no host');
  return { endpoints: [first, ...others], username: username || undefined, password: password || undefined };
}

function parseEndpoint(text: string, defaultPort: number): RedisEndpoint {
  const [, ipv6, plain, digits] =
    /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host =
    ipv6 ?? plain ?? fail('a host in it cannot be read; encode the password if it has special characters');
  const port = digits === undefined ? defaultPort : Number(digits);
  if (port < 1 || port > 65_535) fail('a port in it is out of range');
  return { host, port };
}

function parseDb(text: string): number {
  if (!/^\d{0,4}$/.test(text)) fail('its database must be a number');
  return Number(text);
}

function isTrue(text: string | null): boolean {
  if (text !== null && text !== 'true' && text !== 'false') fail('tls must be true or false');
  return text === 'true';
}

function isScheme(name: string): name is keyof typeof SCHEMES {
  return Object.hasOwn(SCHEMES, name);
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return fail('a % in it is not followed by two hexadecimal digits');
  }
}

function fail(reason: string): never {
  throw new RedisUrlError(reason);
}
