import {
  createLocalJWKSet,
  type CryptoKey,
  errors,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from 'jose';
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import type { Config } from '../config/config';

/** The key of a token cannot be fetched now, so the token cannot be verified. */
export class SigningKeysUnavailable extends Error {
  override readonly name = 'SigningKeysUnavailable';

  /** `retryAfterSeconds`: when the issuer may be asked again. */
  constructor(readonly retryAfterSeconds: number) {
    super();
  }
}

/** Proxies by the scheme of the target, and the hosts that are reached without one. */
export type IssuerProxy = Partial<Config['access']['proxy']>;

type KeyOf = (header: JWSHeaderParameters) => Promise<CryptoKey>;

/** How the keys of an issuer are fetched. All times in milliseconds. */
export interface SigningKeysTiming {
  /** Least time between two fetches, also after a failed fetch and for unknown key ids. */
  readonly coolDownMs: number;
  /** Older keys are fetched again. */
  readonly freshMs: number;
  /** Older keys are not used any more, even if no others can be fetched. */
  readonly usableMs: number;
}

const defaultTiming: SigningKeysTiming = { coolDownMs: 30_000, freshMs: 600_000, usableMs: 86_400_000 };
/** The least time between two fetches while there are no keys at all, so that no token can be accepted. */
const KEYLESS_COOL_DOWN_MS = 1_000;
const TIMEOUT_MS = 3_000;
const LARGEST_ANSWER_BYTES = 256 * 1024;

/** The public keys of an issuer, fetched rarely and kept while the issuer cannot be reached. */
export class SigningKeys {
  private keyOf: KeyOf | undefined;
  private fetchedAtMs = -Infinity;
  private askedAtMs = -Infinity;
  private asking: Promise<void> | undefined;
  private readonly connections: Dispatcher;

  constructor(
    private readonly url: string,
    proxy: IssuerProxy = {},
    private readonly timing: SigningKeysTiming = defaultTiming,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.connections = connectionsBy(proxy);
  }

  /**
   * The key that a token names. Rejects with an error of jose if the issuer has no such key, or several that fit.
   * Rejects with `SigningKeysUnavailable` if that is unknown: the issuer does not answer, or was asked too recently to
   * be asked again for an unknown key.
   */
  async find(header: JWSHeaderParameters): Promise<CryptoKey> {
    if (this.ageMs() > this.timing.freshMs) {
      const asked = this.refresh();
      // Valid keys are used while a slow issuer is being asked.
      if (this.ageMs() > this.timing.usableMs) await asked;
    }
    try {
      return await this.usable()(header);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (this.coolDownMs() > 0) throw this.unavailable();
    }
    await this.refresh();
    return await this.usable()(header);
  }

  async close(): Promise<void> {
    await this.connections.destroy();
  }

  private usable(): KeyOf {
    if (this.keyOf && this.ageMs() <= this.timing.usableMs) return this.keyOf;
    throw this.unavailable();
  }

  private unavailable(): SigningKeysUnavailable {
    return new SigningKeysUnavailable(Math.ceil(this.coolDownMs() / 1000));
  }

  private ageMs(): number {
    return this.nowMs() - this.fetchedAtMs;
  }

  /** Milliseconds until the issuer may be asked again; 0 if it may be, or is being asked. */
  private coolDownMs(): number {
    const { coolDownMs } = this.timing;
    const pauseMs = this.keyOf === undefined ? Math.min(coolDownMs, KEYLESS_COOL_DOWN_MS) : coolDownMs;
    return this.asking ? 0 : Math.max(0, this.askedAtMs + pauseMs - this.nowMs());
  }

  /** Never rejects: existing keys stay in use. */
  private async refresh(): Promise<void> {
    if (this.coolDownMs() > 0) return;
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    await this.asking;
  }

  private async ask(): Promise<void> {
    this.askedAtMs = this.nowMs();
    try {
      const { statusCode, body } = await request(this.url, {
        dispatcher: this.connections,
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await body.text();
      if (statusCode !== 200) return;
      this.keyOf = createLocalJWKSet(JSON.parse(text) as JSONWebKeySet);
      this.fetchedAtMs = this.nowMs();
    } catch {
      // The issuer cannot be reached, or answered something else. The known keys stay.
    }
  }
}

function connectionsBy({ https, http, except }: IssuerProxy): Dispatcher {
  const limits = {
    maxResponseSize: LARGEST_ANSWER_BYTES,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    connect: { timeout: TIMEOUT_MS },
  };
  if (https === undefined && http === undefined) return new Agent(limits);
  // An empty text keeps the library from reading the environment itself.
  return new EnvHttpProxyAgent({
    ...limits,
    httpsProxy: https ?? '',
    httpProxy: http ?? '',
    noProxy: except ?? '',
  });
}
