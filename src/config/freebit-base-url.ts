/** Hosts that cannot be reached from the internet. */
const PRIVATE_HOST =
  /^(10\.\d+|192\.168|172\.(1[6-9]|2\d|3[01]))\.\d+\.\d+$|^\[f[cd][0-9a-f]{2}:|^[^.[\]]+$|\.(internal|local|localdomain)$/;
const LOOPBACK_HOST = /^(127(\.\d+){3}|\[::1\]|localhost)$/;
/** Cloud metadata services, which are never Freebit. */
const LINK_LOCAL_HOST = /^(169\.254\.|\[fe80)/;

/**
 * Checks the address to which credentials and phone numbers are sent: `https`, or `http` to loopback or a private host.
 * Returns it without a slash at the end.
 */
export function parseFreebitBaseUrl(text: string): string {
  if (!URL.canParse(text)) throw new Error('must be a URL such as https://i1.mvno.net/emptool/api');
  const { protocol, hostname, username, password, search, hash, href } = new URL(text);
  if (username || password) throw new Error('must not contain credentials');
  if (search || hash) throw new Error('must not contain a query or a fragment');
  if (LINK_LOCAL_HOST.test(hostname)) throw new Error('must not be a link-local address');
  if (protocol !== 'https:' && protocol !== 'http:') throw new Error('must start with https://');
  if (protocol === 'http:' && !LOOPBACK_HOST.test(hostname) && !PRIVATE_HOST.test(hostname)) {
    throw new Error('must start with https:// (http:// only for loopback or a private host)');
  }
  return href.replace(/\/+$/, '');
}

/** Whether data sent there crosses a network unencrypted. */
export function crossesNetworkInClear(baseUrl: string): boolean {
  const { protocol, hostname } = new URL(baseUrl);
  return protocol === 'http:' && !LOOPBACK_HOST.test(hostname);
}
