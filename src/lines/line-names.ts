import { createHmac, hkdfSync } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Line } from './line';

/** How many names of lines a process remembers. */
const REMEMBERED = 10_000;

/** The name of a line in the store and in the audit log, and the bucket of everything about it. */
export interface LineName {
  /** A keyed hash of the line, 22 characters: without the secret, trying all numbers does not find the line. */
  readonly pseudonym: string;
  /** 0 to 255. */
  readonly bucket: number;
}

/** Names lines. The same line has another name under another contract with Freebit (host and OEM id). */
export class LineNames {
  private readonly key: Buffer;
  private readonly known = new LRUCache<string, LineName>({ max: REMEMBERED });

  constructor(secret: string, contract: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, contract, 'names of lines', 32));
  }

  of({ type, id }: Line): LineName {
    const text = `${type}:${id}`;
    const known = this.known.get(text);
    if (known) return known;
    const digest = createHmac('sha256', this.key).update(text).digest();
    const name = { pseudonym: digest.subarray(1).toString('base64url').slice(0, 22), bucket: digest[0] ?? 0 };
    this.known.set(text, name);
    return name;
  }
}
