import type { IncomingMessage } from 'node:http';

/** The credential in a request. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'api_key'; readonly key: string }
  | { readonly kind: 'bearer'; readonly token: string }
  /** Two credentials, one header twice, or another scheme: the gateway does not guess which was meant. */
  | { readonly kind: 'unclear' };

const API_KEY = 'x-api-key';
const AUTHORIZATION = 'authorization';
const NONE: Credential = { kind: 'none' };
const UNCLEAR: Credential = { kind: 'unclear' };

/** Node joins or drops repeated headers; `rawHeaders` has them all, alternating names and values. */
export function credentialOf({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): Credential {
  let found: Credential = NONE;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length !== API_KEY.length && name.length !== AUTHORIZATION.length) continue;
    const lowered = name.toLowerCase();
    if (lowered !== API_KEY && lowered !== AUTHORIZATION) continue;
    if (found !== NONE) return UNCLEAR;
    const value = rawHeaders[at + 1] ?? '';
    found = lowered === API_KEY ? { kind: 'api_key', key: value } : toBearer(value);
  }
  return found;
}

function toBearer(value: string): Credential {
  const [, token] = /^Bearer +([\x21-\x7e]+)$/i.exec(value) ?? [];
  return token === undefined ? UNCLEAR : { kind: 'bearer', token };
}
