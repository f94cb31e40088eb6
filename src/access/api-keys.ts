import { hash, timingSafeEqual } from 'node:crypto';
import type { ApiClient } from '../config/api-clients';
import type { Caller } from './caller';

const FORM = /^fbgw_([A-Za-z0-9-]{1,32})_[A-Za-z0-9_-]{32,128}$/;
const KEYS_AT_A_TIME = 2;
/** What a key is compared with if its client is unknown. No text with this SHA-256 is known. */
const NO_KEY = Buffer.alloc(32);

interface KnownClient {
  readonly caller: Caller;
  readonly digests: readonly Buffer[];
}

/** Authenticates callers by their API keys. It has only the SHA-256 of each key. */
export class ApiKeys {
  private clients: ReadonlyMap<string, KnownClient> = new Map();

  constructor(clients: readonly ApiClient[]) {
    this.replace(clients);
  }

  /** Replaces the clients. */
  replace(clients: readonly ApiClient[]): void {
    this.clients = new Map(clients.map((client) => [client.id, toKnownClient(client)]));
  }

  /** Whether there is no client at all. */
  get isEmpty(): boolean {
    return this.clients.size === 0;
  }

  /** Null for anything but a valid key. A wrong key takes the same time whether or not its client exists. */
  callerOf(key: string): Caller | null {
    const id = idIn(key);
    if (id === undefined) return null;
    const client = this.clients.get(id);
    const shown = hash('sha256', key, 'buffer');
    let matches = 0;
    for (let index = 0; index < KEYS_AT_A_TIME; index++)
      matches += Number(timingSafeEqual(shown, client?.digests[index] ?? NO_KEY));
    return matches > 0 && client ? client.caller : null;
  }

  /** The client id that a key claims, valid or not; undefined if there is no such client. */
  claimedId(key: string): string | undefined {
    const id = idIn(key);
    return id !== undefined && this.clients.has(id) ? id : undefined;
  }
}

/** `fbgw_<id>_<secret>` */
function idIn(key: string): string | undefined {
  return FORM.exec(key)?.[1];
}

function toKnownClient(client: ApiClient): KnownClient {
  const { keySha256, scopes, ...others } = client;
  return {
    caller: { ...others, scopes: new Set(scopes), authenticatedBy: 'api_key' },
    digests: keySha256.map((hex) => Buffer.from(hex, 'hex')),
  };
}
