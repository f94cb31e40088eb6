import helmet from 'helmet';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { headerComponents } from '../docs/header-components';

/** The headers of every response, in addition to its `X-Request-Id`. */
export const CONSTANT_HEADERS: Readonly<Record<string, string>> = {
  'Cache-Control': 'private, no-store',
  'Referrer-Policy': 'no-referrer',
  ...headersOfHelmet(),
};

/**
 * Helmet runs once, because its headers are the same for every response. The Swagger UI page has a policy of its own.
 */
function headersOfHelmet(): Record<string, string> {
  const headers: Record<string, string> = {};
  const response = {
    setHeader: (name: string, value: string) => void (headers[name] = value),
    removeHeader: () => undefined,
  };
  helmet({
    // A browser must not run, frame or load anything from a response.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // The policy must not cover other hosts of the domain.
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
    frameguard: { action: 'deny' },
    referrerPolicy: false,
    // These are about pages and plugins.
    originAgentCluster: false,
    dnsPrefetchControl: false,
    ieNoOpen: false,
    permittedCrossDomainPolicies: false,
    xssFilter: false,
  })({} as IncomingMessage, response as unknown as ServerResponse, () => undefined);
  return headers;
}

type Headers = Readonly<Record<string, string>>;

const NOTHING: Headers = {};

/**
 * CORS: pages of the configured origins may call and read every response. No cookies and no credentials of the browser
 * are involved: a page has to know a key.
 */
export class Cors {
  private readonly byOrigin: ReadonlyMap<string, { readonly answer: Headers; readonly preflight: Headers }>;
  private readonly others: Headers;

  constructor(origins: readonly string[]) {
    // A cache must not give one page the response for another.
    this.others = origins.length > 0 ? { Vary: 'Origin' } : NOTHING;
    this.byOrigin = new Map(
      origins.map((origin) => [origin, { answer: toAnswer(origin), preflight: toPreflight(origin) }]),
    );
  }

  /** The headers of any response to a request with this `Origin`. */
  headersFor(origin: string | undefined): Headers {
    return origin === undefined ? this.others : (this.byOrigin.get(origin)?.answer ?? this.others);
  }

  /** The headers that answer a preflight request; undefined if it is none, or not allowed. */
  preflightHeadersFor({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): Headers | undefined {
    if (method !== 'OPTIONS' || !headers['access-control-request-method']) return undefined;
    return headers.origin === undefined ? undefined : this.byOrigin.get(headers.origin)?.preflight;
  }
}

function toAnswer(origin: string): Headers {
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': ['Date', ...Object.keys(headerComponents)].join(', '),
    Vary: 'Origin',
  };
}

function toPreflight(origin: string): Headers {
  const allowed = [
    ...['Content-Type', 'X-API-Key', 'Authorization', 'Idempotency-Key', 'Cache-Control'],
    ...['X-Request-Id', 'X-On-Behalf-Of', 'traceparent'],
  ];
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': 'GET, POST, PUT',
    'Access-Control-Allow-Headers': allowed.join(', '),
    'Access-Control-Max-Age': '600',
    Vary: 'Origin, Access-Control-Request-Headers',
  };
}
