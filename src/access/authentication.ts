import type { IncomingMessage } from 'node:http';
import type { ApiClient } from '../config/api-clients';
import type { AccessTokens } from './access-tokens';
import type { ApiKeys } from './api-keys';
import type { Caller } from './caller';
import { credentialOf } from './credential';

/** Why a request was not authenticated. For logs and metrics, never for answers. */
export type AuthFailure =
  'no_credential' | 'unclear_credential' | 'invalid_key' | 'invalid_token' | 'expired_token' | 'unverifiable';

/** The result of checking the credential of a request. */
export interface Authenticated {
  readonly credential: 'none' | 'api_key' | 'bearer' | 'unclear';
  readonly result: Caller | AuthFailure;
  /** The client id that an invalid key claims, if that client exists. */
  readonly claimedId?: string | undefined;
  /** Seconds after which another attempt to verify the token makes sense. */
  readonly retryAfterSeconds?: number;
}

const BY_KEY = 'ApiKey realm="freebit-gateway"';
const BY_TOKEN = 'Bearer realm="freebit-gateway"';

/** Authenticates requests. */
export class Authentication {
  constructor(
    private readonly keys: ApiKeys,
    private readonly tokens: AccessTokens | undefined,
  ) {}

  /** The challenges of a 401, for the kinds of credentials that are configured. */
  get challenges(): readonly string[] {
    if (this.tokens === undefined) return [BY_KEY];
    return this.keys.isEmpty ? [BY_TOKEN] : [BY_KEY, BY_TOKEN];
  }

  /** Whether any credential could be valid. */
  get isConfigured(): boolean {
    return !this.keys.isEmpty || this.tokens !== undefined;
  }

  /** Replaces the clients with API keys. */
  replaceClients(clients: readonly ApiClient[]): void {
    this.keys.replace(clients);
  }

  /** Synchronous for an API key; a promise only for a token. */
  of(request: Pick<IncomingMessage, 'rawHeaders'>): Authenticated | Promise<Authenticated> {
    const credential = credentialOf(request);
    if (credential.kind === 'api_key') return this.byKey(credential.key);
    if (credential.kind === 'bearer') return this.byToken(credential.token);
    const result = credential.kind === 'none' ? 'no_credential' : 'unclear_credential';
    return { credential: credential.kind, result };
  }

  async close(): Promise<void> {
    await this.tokens?.close();
  }

  private byKey(key: string): Authenticated {
    const caller = this.keys.callerOf(key);
    if (caller) return { credential: 'api_key', result: caller };
    return { credential: 'api_key', result: 'invalid_key', claimedId: this.keys.claimedId(key) };
  }

  private async byToken(token: string): Promise<Authenticated> {
    if (this.tokens === undefined) return { credential: 'bearer', result: 'invalid_token' };
    const verdict = await this.tokens.callerOf(token);
    return typeof verdict === 'object' && 'retryAfterSeconds' in verdict
      ? { credential: 'bearer', result: 'unverifiable', ...verdict }
      : { credential: 'bearer', result: verdict };
  }
}
