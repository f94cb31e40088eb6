import type { FastifyRequest } from 'fastify';

/** What a request shows to be let in. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'api_key'; readonly key: string }
  | { readonly kind: 'bearer'; readonly token: string }
  /** Two at a time, one header twice, or another scheme: nobody guesses what was meant. */
  | { readonly kind: 'unclear' };

const API_KEY = 'x-api-key';
const AUTHORIZATION = 'authorization';

export function credentialOf({ raw }: Pick<FastifyRequest, 'raw'>): Credential {
  // Node joins or drops repeated headers; all of them are only here, names and values in turn.
  const shown = raw.rawHeaders.flatMap((text, index, all) => {
    const name = index % 2 === 0 ? text.toLowerCase() : '';
    return name === API_KEY || name === AUTHORIZATION ? [{ name, value: all[index + 1] ?? '' }] : [];
  });
  const [only, ...more] = shown;
  if (only === undefined) return { kind: 'none' };
  if (more.length > 0) return { kind: 'unclear' };
  if (only.name === API_KEY) return { kind: 'api_key', key: only.value };
  const [, token] = /^Bearer +([\x21-\x7e]+)$/i.exec(only.value) ?? [];
  return token === undefined ? { kind: 'unclear' } : { kind: 'bearer', token };
}
