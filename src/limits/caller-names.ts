import { createHmac, hkdfSync } from 'node:crypto';

/** The name of a caller in the store, and the bucket of its records. */
export interface CallerName {
  /** A keyed hash of its id, 22 characters. */
  readonly pseudonym: string;
  /** 0 to 255. */
  readonly bucket: number;
}

/** Names callers. The same caller has another name under another contract with Freebit (host and OEM id). */
export class CallerNames {
  private readonly key: Buffer;

  constructor(secret: string, contract: string) {
    this.key = Buffer.from(hkdfSync('sha256', secret, contract, 'names of callers', 32));
  }

  of(callerId: string): CallerName {
    const digest = createHmac('sha256', this.key).update(callerId).digest();
    return { pseudonym: digest.subarray(1).toString('base64url').slice(0, 22), bucket: digest[0] ?? 0 };
  }
}
