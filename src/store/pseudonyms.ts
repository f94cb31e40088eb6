import { createHmac, hkdfSync } from 'node:crypto';

/** Names for things whose own names must not be seen in the store: the same thing always gets the same name. */
export class Pseudonyms {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, 'freebit-gateway', 'pseudonyms', 32));
  }

  of(name: string): string {
    return createHmac('sha256', this.key).update(name).digest('base64url').slice(0, 22);
  }
}
