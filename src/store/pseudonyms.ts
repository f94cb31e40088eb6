import { createHmac, hkdfSync } from 'node:crypto';

/**
 * Names for things whose own names must not be seen in the store: the same thing always gets the same name. Without the
 * secret nobody can find out by trying what a name stands for. Names of one purpose tell nothing about those of another.
 */
export class Pseudonyms {
  private readonly key: Buffer;

  constructor(secret: string, purpose: 'lines' | 'commands' | 'secret') {
    this.key = Buffer.from(hkdfSync('sha256', secret, 'freebit-gateway', `pseudonyms of ${purpose}`, 32));
  }

  of(name: string): string {
    return createHmac('sha256', this.key).update(name).digest('base64url').slice(0, 22);
  }
}
