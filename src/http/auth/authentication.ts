import type { FastifyRequest } from 'fastify';
import type { AccessTokens } from './access-tokens';
import type { ApiKeys } from './api-keys';
import type { Caller } from './caller';
import { credentialOf } from './credential';

/** Why somebody was not let in; for logs and metrics, never for answers. */
export type Refusal =
  'no_credential' | 'unclear_credential' | 'invalid_key' | 'invalid_token' | 'expired_token' | 'unverifiable';

/** What the credential of a request is worth. */
export interface Authenticated {
  readonly credential: 'none' | 'api_key' | 'bearer' | 'unclear';
  readonly result: Caller | Refusal;
  /** The client that a key said to be of, when there is one. */
  readonly claimedId?: string | undefined;
}

/** Finds out who asks. */
export class Authentication {
  /** What a 401 asks for, by the credentials that can be given here. */
  readonly challenges: readonly string[];

  constructor(
    private readonly keys: ApiKeys | undefined,
    private readonly tokens: AccessTokens | undefined,
  ) {
    const byKey = 'ApiKey realm="freebit-gateway"';
    const byToken = 'Bearer realm="freebit-gateway"';
    this.challenges = tokens ? (keys ? [byKey, byToken] : [byToken]) : [byKey];
  }

  /** Whether there is anybody who could get in. */
  get knowsSomebody(): boolean {
    return this.keys !== undefined || this.tokens !== undefined;
  }

  /** At once for an API key, and later only for a token. */
  of(request: Pick<FastifyRequest, 'raw'>): Authenticated | Promise<Authenticated> {
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
    const caller = this.keys?.callerOf(key);
    if (caller) return { credential: 'api_key', result: caller };
    return { credential: 'api_key', result: 'invalid_key', claimedId: this.keys?.claimedId(key) };
  }

  private async byToken(token: string): Promise<Authenticated> {
    const result = this.tokens ? await this.tokens.callerOf(token) : 'invalid_token';
    return { credential: 'bearer', result };
  }
}
