import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiClient } from '../../config/api-clients';
import type { Caller } from './caller';

const FORM = /^fbgw_([A-Za-z0-9-]{1,32})_[A-Za-z0-9_-]{32,128}$/;
const KEYS_AT_A_TIME = 2;
/** Stands in where there is no key to compare with: no text is known whose SHA-256 it is. */
const NOBODY = Buffer.alloc(32);

interface KnownClient {
  readonly caller: Caller;
  readonly hashes: readonly Buffer[];
}

/** Knows callers by their API keys, of which it has only the SHA-256. */
export class ApiKeys {
  private readonly clients: ReadonlyMap<string, KnownClient>;

  constructor(clients: readonly ApiClient[]) {
    this.clients = new Map(clients.map((client) => [client.id, toKnownClient(client)]));
  }

  /** Null for everything that is no valid key. A wrong key of a known client costs as much as one of nobody. */
  callerOf(key: string): Caller | null {
    const id = idIn(key);
    if (id === undefined) return null;
    const client = this.clients.get(id);
    const shown = createHash('sha256').update(key).digest();
    let matches = 0;
    for (let index = 0; index < KEYS_AT_A_TIME; index++) {
      const equal = timingSafeEqual(shown, client?.hashes[index] ?? NOBODY);
      matches += Number(equal);
    }
    return matches > 0 && client ? client.caller : null;
  }

  /** The client that a key says to be of, valid or not; undefined when there is no such client. */
  claimedId(key: string): string | undefined {
    const id = idIn(key);
    return id !== undefined && this.clients.has(id) ? id : undefined;
  }
}

/** `fbgw_<id>_<secret>` */
function idIn(key: string): string | undefined {
  return FORM.exec(key)?.[1];
}

function toKnownClient({ id, keySha256, scopes, lines, ratePerSecond }: ApiClient): KnownClient {
  return {
    caller: { id, scopes: new Set(scopes), ...(lines && { lines }), ...(ratePerSecond && { ratePerSecond }) },
    hashes: keySha256.map((hex) => Buffer.from(hex, 'hex')),
  };
}
