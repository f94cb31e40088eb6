import { createHmac } from 'node:crypto';
import {
  errors,
  jwtVerify,
  type CryptoKey,
  type JWSHeaderParameters,
  type JWTPayload,
  type JWTVerifyResult,
} from 'jose';
import { isScope, type Scope } from '../config/scopes';
import { isLinePattern, type LinePattern } from '../lines/line-pattern';
import type { Caller } from './caller';
import { type SigningKeys, SigningKeysUnavailable } from './signing-keys';

/** The required claims of tokens. */
export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  /** The claim that lists the lines of a token; if it is not set, a token may use every line. */
  readonly linesClaim?: string | undefined;
  /** Derives the names of subjects that must not be shown. The same on all replicas. */
  readonly secret: string;
}

/** The result of verifying a token. Without the issuer's keys: the seconds until the next attempt makes sense. */
export type TokenVerdict =
  Caller | 'invalid_token' | 'expired_token' | { readonly retryAfterSeconds: number };

/** Asymmetric signatures only: with a shared secret, everyone who can verify could also sign. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
const TYPES = ['jwt', 'at+jwt', 'application/at+jwt'];
const LONGEST_TOKEN = 8 * 1024;
/** The largest accepted difference between the issuer's clock and ours. */
const CLOCK_TOLERANCE_SECONDS = 30;
/** The most lines in one token. */
const MOST_LINES = 1_000;
/** The most keys of the issuer that are tried for a token without a key id. */
const MOST_KEYS = 16;
/**
 * The id of an application that may be shown in logs and records. Nine digits, however they are grouped, could be a
 * line.
 */
const PLAIN_ID = /^(?!(?:[A-Za-z._|-]*\d){9})[A-Za-z0-9._|-]{1,64}$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Authenticates callers by the access tokens of one issuer. */
export class AccessTokens {
  private readonly checks;

  constructor(
    private readonly keys: SigningKeys,
    private readonly rules: TokenRules,
  ) {
    this.checks = {
      issuer: rules.issuer,
      audience: rules.audience,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['exp', 'sub'],
    };
  }

  async callerOf(token: string): Promise<TokenVerdict> {
    if (token.length > LONGEST_TOKEN) return 'invalid_token';
    try {
      const { payload, protectedHeader } = await this.verify(token);
      const type = (protectedHeader.typ ?? 'jwt').toLowerCase();
      return TYPES.includes(type) ? this.toCaller(payload) : 'invalid_token';
    } catch (error) {
      if (error instanceof SigningKeysUnavailable) return { retryAfterSeconds: error.retryAfterSeconds };
      return error instanceof errors.JWTExpired ? 'expired_token' : 'invalid_token';
    }
  }

  async close(): Promise<void> {
    await this.keys.close();
  }

  /** A token without a key id is verified with each key that fits. */
  private async verify(token: string): Promise<JWTVerifyResult> {
    try {
      return await jwtVerify(token, (header: JWSHeaderParameters) => this.keys.find(header), this.checks);
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
      return await this.verifyWithAnyOf(token, error);
    }
  }

  private async verifyWithAnyOf(token: string, keys: AsyncIterable<CryptoKey>): Promise<JWTVerifyResult> {
    let tried = 0;
    for await (const key of keys) {
      if (++tried > MOST_KEYS) break;
      try {
        return await jwtVerify(token, key, this.checks);
      } catch (error) {
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }

  private toCaller(payload: JWTPayload): Caller | 'invalid_token' {
    const { sub, scope, scp } = payload;
    if (typeof sub !== 'string' || sub === '') return 'invalid_token';
    const { linesClaim } = this.rules;
    return {
      id: `jwt:${this.nameOf(sub, payload)}`,
      authenticatedBy: 'token',
      scopes: new Set([...scopesIn(scope), ...scopesIn(scp)]),
      ...(linesClaim !== undefined && { lines: linesIn(payload[linesClaim]) }),
    };
  }

  /**
   * The same subject always has the same name, and no two subjects share one. An application that acts for itself (its
   * subject is its client id) and a UUID stay as they are. Every other subject may be a person, and is replaced by a
   * keyed hash.
   */
  private nameOf(sub: string, { client_id, azp }: JWTPayload): string {
    const isApplication = (sub === client_id || sub === azp) && PLAIN_ID.test(sub);
    if (isApplication || UUID.test(sub)) return sub;
    return `#${createHmac('sha256', this.rules.secret).update(`subject:${sub}`).digest('base64url').slice(0, 22)}`;
  }
}

/** Issuers write scopes as one text with spaces, or as a list. Unknown scopes are ignored. */
function scopesIn(claim: unknown): Scope[] {
  return listIn(claim).filter(isScope);
}

/** A missing claim, or one with anything but patterns, allows no line at all. */
function linesIn(claim: unknown): LinePattern[] {
  const patterns = listIn(claim).filter((text) => typeof text === 'string');
  const isSound = patterns.length === listIn(claim).length && patterns.length <= MOST_LINES;
  return isSound && patterns.every(isLinePattern) ? patterns : [];
}

function listIn(claim: unknown): unknown[] {
  if (typeof claim === 'string') return claim.split(' ').filter((text) => text !== '');
  return Array.isArray(claim) ? claim : [];
}
