import { createHash } from 'node:crypto';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { isScope, type Scope } from '../../config/scopes';
import type { Caller } from './caller';
import { type SigningKeys, SigningKeysUnavailable } from './signing-keys';

/** What tokens have to say, beside being signed. */
export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
}

/** What became of a token. `unverifiable`: the keys of the issuer cannot be had. */
export type TokenVerdict = Caller | 'invalid_token' | 'expired_token' | 'unverifiable';

/** Signatures by a private key only: with a shared secret, whoever checks could also sign. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
const TYPES = ['jwt', 'at+jwt', 'application/at+jwt'];
const LONGEST_TOKEN = 8 * 1024;
/** How far the clock of the issuer may be away from ours. */
const CLOCK_TOLERANCE_SECONDS = 30;
/** A subject that may stand in logs and records as it is; nine digits, however they are grouped, could be a line. */
const PLAIN_SUBJECT = /^(?!(?:\D*\d){9})[A-Za-z0-9@._|-]{1,64}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Knows callers by the access tokens of one issuer. */
export class AccessTokens {
  constructor(
    private readonly keys: SigningKeys,
    private readonly rules: TokenRules,
  ) {}

  async callerOf(token: string): Promise<TokenVerdict> {
    if (token.length > LONGEST_TOKEN) return 'invalid_token';
    try {
      const { payload, protectedHeader } = await jwtVerify(token, (header) => this.keys.find(header), {
        ...this.rules,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['exp', 'sub'],
      });
      return TYPES.includes((protectedHeader.typ ?? 'jwt').toLowerCase())
        ? toCaller(payload)
        : 'invalid_token';
    } catch (error) {
      if (error instanceof SigningKeysUnavailable) return 'unverifiable';
      return error instanceof errors.JWTExpired ? 'expired_token' : 'invalid_token';
    }
  }

  async close(): Promise<void> {
    await this.keys.close();
  }
}

function toCaller({ sub, scope, scp }: JWTPayload): Caller | 'invalid_token' {
  if (typeof sub !== 'string' || sub === '') return 'invalid_token';
  return { id: `jwt:${subjectName(sub)}`, scopes: new Set([...scopesIn(scope), ...scopesIn(scp)]) };
}

/** The same subject has always the same name, and no two have one; `#` is in no subject that stands as it is. */
function subjectName(sub: string): string {
  if (PLAIN_SUBJECT.test(sub) || UUID.test(sub)) return sub;
  return `#${createHash('sha256').update(sub).digest('base64url').slice(0, 22)}`;
}

/** Issuers write them as one text with spaces, or as a list; what is no scope of ours means nothing here. */
function scopesIn(claim: unknown): Scope[] {
  const named: unknown[] = typeof claim === 'string' ? claim.split(' ') : Array.isArray(claim) ? claim : [];
  return named.filter(isScope);
}
