import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const ALGORITHM = 'ES256';

/** Claims that differ from the default; undefined omits a claim. */
export type TokenClaims = Readonly<Record<string, unknown>> & { readonly exp?: number | null };

/** An OIDC issuer as far as the gateway needs one: it signs tokens and publishes its keys. */
export class TokenIssuer {
  readonly audience = 'freebit-gateway';
  /** How often its keys were fetched. */
  requests = 0;
  /** Answers with an error instead of its keys. */
  isAway = false;
  private held: Promise<void> = Promise.resolve();
  private jwks: object[] = [];
  private keyId = '';
  private key!: CryptoKey;
  private made = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<TokenIssuer> {
    const server = createServer((_request, response) => {
      issuer.requests++;
      void issuer.held.then(() => {
        response.writeHead(issuer.isAway ? 503 : 200, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ keys: issuer.jwks }));
      });
    });
    const issuer = new TokenIssuer(server);
    await issuer.takeNewKey();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The settings of a gateway that trusts it. */
  get settings() {
    return { OIDC_ISSUER: this.url, OIDC_AUDIENCE: this.audience, OIDC_JWKS_URL: `${this.url}/keys` };
  }

  /** Holds back all answers until the returned function is called. */
  hold(): () => void {
    let release = (): void => undefined;
    this.held = new Promise((resolve) => (release = resolve));
    return release;
  }

  /** Its keys as it publishes them. */
  get published(): readonly object[] {
    return this.jwks;
  }

  /** Signs with any key under any key id, and publishes neither. An `exp` of null is omitted. */
  async sign(
    claims: TokenClaims = {},
    header: Readonly<Record<string, string | string[] | undefined>> = {},
    key: CryptoKey | Uint8Array = this.key,
  ): Promise<string> {
    const { exp, ...rest }: TokenClaims = {
      iss: this.url,
      aud: this.audience,
      sub: 'app',
      scope: 'sims:read',
      ...claims,
    };
    const token = new SignJWT(rest).setProtectedHeader({ alg: ALGORITHM, kid: this.keyId, ...header });
    if (exp !== null) token.setExpirationTime(exp ?? '5m');
    // Otherwise the library would refuse a `crit` header that it does not understand itself.
    return token.sign(key, { crit: { demanded: true } });
  }

  /** Signs with a new key of this algorithm from now on; the older ones stay published. */
  async takeNewKey(algorithm: string = ALGORITHM): Promise<CryptoKey> {
    const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
    this.keyId = `key-${++this.made}`;
    this.jwks.push({ ...(await exportJWK(publicKey)), kid: this.keyId, alg: algorithm, use: 'sig' });
    this.key = privateKey;
    return privateKey;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }
}
