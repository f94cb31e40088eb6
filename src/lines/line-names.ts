import { createHmac, hkdfSync } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Line } from './line';

/** How many names of lines a process remembers. */
const REMEMBERED = 10_000;

/** The name of something in the store, and the bucket of everything about it. */
export interface Name {
  /** A keyed hash, 22 characters: without the secret, trying all numbers does not find the line. */
  readonly pseudonym: string;
  /** 0 to 255. */
  readonly bucket: number;
}

/** The name of a line in the store and in the audit log. */
export type LineName = Name;

/** Names lines. The same line has another name under another contract with Freebit (host and OEM id). */
export class LineNames {
  private readonly known: LRUCache<string, LineName>;

  constructor(secret: string, contract: string) {
    this.known = new LRUCache({ max: REMEMBERED, memoMethod: naming(secret, contract, 'names of lines') });
  }

  of({ type, id }: Line): LineName {
    return this.known.memo(`${type}:${id}`);
  }
}

/** Names texts. `kind` keeps the names of one kind of thing apart from those of another. */
export function naming(secret: string, contract: string, kind: string): (text: string) => Name {
  const key = Buffer.from(hkdfSync('sha256', secret, contract, kind, 32));
  return (text) => {
    const digest = createHmac('sha256', key).update(text).digest();
    return { pseudonym: digest.subarray(1).toString('base64url').slice(0, 22), bucket: digest[0] ?? 0 };
  };
}
