import {
  createLocalJWKSet,
  type CryptoKey,
  errors,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from 'jose';
import { Agent, request } from 'undici';

/** The keys of the issuer cannot be had, so that nobody can tell whether a token is good. */
export class SigningKeysUnavailable extends Error {
  override readonly name = 'SigningKeysUnavailable';
}

type KeyOf = (header: JWSHeaderParameters) => Promise<CryptoKey>;

/** How the keys of an issuer are asked for, in milliseconds. */
export interface SigningKeysTiming {
  /** Least time between two requests, whatever the tokens name and however the last one ended. */
  readonly coolDownMs: number;
  /** Keys older than this are asked for again. */
  readonly freshMs: number;
  /** Keys older than this are not used any more, also when no others can be had. */
  readonly usableMs: number;
}

const defaultTiming: SigningKeysTiming = { coolDownMs: 30_000, freshMs: 600_000, usableMs: 86_400_000 };
/** The same while there are no keys at all, and nobody with a token gets in. */
const KEYLESS_COOL_DOWN_MS = 1_000;
const TIMEOUT_MS = 3_000;
const LARGEST_ANSWER_BYTES = 256 * 1024;

/** The public keys of an issuer, asked for seldom and kept while the issuer is away. */
export class SigningKeys {
  private keyOf: KeyOf | undefined;
  private fetchedAtMs = -Infinity;
  private askedAtMs = -Infinity;
  private asking: Promise<void> | undefined;
  private readonly connections = new Agent({
    maxResponseSize: LARGEST_ANSWER_BYTES,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    connect: { timeout: TIMEOUT_MS },
  });

  constructor(
    private readonly url: string,
    private readonly timing: SigningKeysTiming = defaultTiming,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /**
   * The key that a token says it is signed with. Rejects with an error of jose when the issuer has no such key, and
   * with `SigningKeysUnavailable` when that cannot be told.
   */
  async find(header: JWSHeaderParameters): Promise<CryptoKey> {
    if (this.ageMs() > this.timing.freshMs) {
      const asked = this.refresh();
      // Keys that are still good serve while the issuer takes its time.
      if (this.ageMs() > this.timing.usableMs) await asked;
    }
    try {
      return await this.usable()(header);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || this.isCoolingDown()) throw error;
    }
    await this.refresh();
    return await this.usable()(header);
  }

  async close(): Promise<void> {
    await this.connections.destroy();
  }

  private usable(): KeyOf {
    if (this.keyOf && this.ageMs() <= this.timing.usableMs) return this.keyOf;
    throw new SigningKeysUnavailable();
  }

  private ageMs(): number {
    return this.nowMs() - this.fetchedAtMs;
  }

  private isCoolingDown(): boolean {
    const { coolDownMs } = this.timing;
    const pauseMs = this.keyOf === undefined ? Math.min(coolDownMs, KEYLESS_COOL_DOWN_MS) : coolDownMs;
    return this.asking === undefined && this.nowMs() - this.askedAtMs < pauseMs;
  }

  /** Never rejects: keys that are there go on being used. */
  private async refresh(): Promise<void> {
    if (this.isCoolingDown()) return;
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
      // The issuer is away, or has answered with something else; what is known already stays.
    }
  }
}
