import { createHash, randomBytes } from 'node:crypto';

/** A new API key of a client, and its hash for the configuration. */
export function newApiKey(id) {
  const key = `fbgw_${id}_${randomBytes(32).toString('hex')}`;
  return { key, keySha256: createHash('sha256').update(key).digest('hex') };
}
