/** The values of the usual proxy variables. */
export interface ProxySettings {
  /** `HTTPS_PROXY`: the proxy for `https:` addresses, `http://user:password@host:port`. */
  readonly https?: string | undefined;
  /** `HTTP_PROXY`: the same for `http:` addresses. */
  readonly http?: string | undefined;
  /**
   * `NO_PROXY`: hosts that are reached directly, separated by commas or spaces; `.example.jp` and the like cover
   * subdomains, `*` everything.
   */
  readonly except?: string | undefined;
}

/** The proxy for an address; null for a direct connection. Throws if the proxy is no URL. */
export function proxyFor(address: URL, { https, http, except = '' }: ProxySettings): URL | null {
  const proxy = address.protocol === 'https:' ? https : http;
  if (!proxy || isExempt(address, except)) return null;
  return new URL(/^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`);
}

function isExempt(address: URL, noProxy: string): boolean {
  const host = withoutBrackets(address.hostname.toLowerCase());
  const port = address.port || (address.protocol === 'https:' ? '443' : '80');
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      // A bare IPv6 address has colons of its own, and no port.
      const [, named = entry, onPort = port] = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(entry) ?? [];
      const name = withoutBrackets(named).replace(/^\*?\./, '');
      if (name === '*') return true;
      return name !== '' && onPort === port && (host === name || host.endsWith(`.${name}`));
    });
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
