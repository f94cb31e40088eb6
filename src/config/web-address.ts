const LOOPBACK_HOST = /^(127(\.\d+){3}|\[::1\]|localhost)$/;

/** An address that is asked for, or trusted to name, who may come in: `https`, or `http` to loopback. As it is written. */
export function parseTrustedUrl(text: string): string {
  if (!URL.canParse(text)) throw new Error('must be a URL');
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username || password) throw new Error('must not contain credentials');
  if (hash) throw new Error('must not contain a fragment');
  if (protocol === 'https:' || (protocol === 'http:' && LOOPBACK_HOST.test(hostname))) return text;
  throw new Error('must start with https:// (http:// only for loopback)');
}

/** A collector of traces, which are no secret: `https` or `http`, without a slash at the end. */
export function parseCollectorUrl(text: string): string {
  if (!URL.canParse(text)) throw new Error('must be a URL such as http://otel-collector:4318');
  const { protocol, username, password, search, hash, href } = new URL(text);
  if (username || password) throw new Error('must not contain credentials');
  if (search || hash) throw new Error('must not contain a query or a fragment');
  if (protocol !== 'https:' && protocol !== 'http:') throw new Error('must start with https:// or http://');
  return href.replace(/\/+$/, '');
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
