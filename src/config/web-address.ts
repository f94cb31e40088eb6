const LOOPBACK_HOST = /^(127(\.\d+){3}|\[::1\]|localhost)$/;

/** An address that is trusted for authentication: `https`, or `http` to loopback. Returned as written. */
export function parseTrustedUrl(text: string): string {
  if (!URL.canParse(text)) throw new Error('must be a URL');
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username || password) throw new Error('must not contain credentials');
  if (hash) throw new Error('must not contain a fragment');
  if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK_HOST.test(hostname))) return text;
  throw new Error('must start with https:// (http:// only for loopback)');
}

/** A collector of traces: `https` or `http`. Returned without a slash at the end. */
export function parseCollectorUrl(text: string): string {
  if (!URL.canParse(text)) throw new Error('must be a URL such as http://otel-collector:4318');
  const { protocol, username, password, search, hash, href } = new URL(text);
  if (username || password) throw new Error('must not contain credentials');
  if (search || hash) throw new Error('must not contain a query or a fragment');
  if (protocol !== 'https:' && protocol !== 'http:') throw new Error('must start with https:// or http://');
  return href.replace(/\/+$/, '');
}

/** An egress proxy, with or without credentials. */
export function parseProxyUrl(text: string): string {
  const { protocol, search, hash, pathname } = URL.canParse(text) ? new URL(text) : { protocol: '' };
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new Error('must be a URL such as http://proxy:3128');
  if (search || hash || pathname !== '/') throw new Error('must have nothing after the host and the port');
  return text;
}

/** Origins of web pages, separated by commas. */
export function parseOrigins(text: string): readonly string[] {
  const origins = text.split(',').map((origin) => origin.trim());
  if (origins.every(isOrigin)) return origins;
  throw new Error('must be origins such as https://app.example.com, separated by commas');
}

function isOrigin(text: string): boolean {
  return /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

const SEGMENT = /^[A-Za-z0-9_~.-]+$/;

/** A path prefix without a slash at the end; empty for `/`. */
export function parseBasePath(text: string): string {
  const path = text.replace(/\/+$/, '');
  const [first, ...segments] = path.split('/');
  const isPath = text.startsWith('/') && first === '';
  if (isPath && segments.every((each) => SEGMENT.test(each) && !/^\.+$/.test(each))) return path;
  throw new Error(
    'must be a path such as /freebit: a slash, then letters, digits, hyphens, dots or underscores',
  );
}
