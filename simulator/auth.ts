import { randomBytes } from 'node:crypto';

export const LOGIN_ANSWERS = ['key', 'no-key', 'empty-key'] as const;

export interface AuthSettings {
  oemId: string;
  oemKey: string;
  /** A login ends all older keys: the papers do not say, so the worst is assumed. */
  newLoginEndsOlder: boolean;
  /** Null: for ever. */
  keyLifetimeMs: number | null;
  refuseEveryKey: boolean;
  /** A key is refused for so long after its login, as if its replication lagged. */
  keyValidAfterMs: number;
  loginLatencyMs: number;
  loginAnswer: (typeof LOGIN_ANSWERS)[number];
}

interface IssuedKey {
  readonly login: number;
  readonly issuedAt: number;
}

const DEFAULTS: AuthSettings = {
  oemId: 'sandbox-oem',
  oemKey: 'sandbox-oem-key',
  newLoginEndsOlder: true,
  keyLifetimeMs: null,
  refuseEveryKey: false,
  keyValidAfterMs: 0,
  loginLatencyMs: 0,
  loginAnswer: 'key',
};

/** Logins, and the keys that came of them. */
export class Auth {
  #settings: AuthSettings = { ...DEFAULTS };
  #keys = new Map<string, IssuedKey>();
  #logins = 0;
  #attempts = 0;

  get settings(): Readonly<AuthSettings> {
    return this.#settings;
  }

  /** Logins with the right credentials since the last reset. */
  get logins(): number {
    return this.#logins;
  }

  /** All login requests that were processed, wrong ones too. */
  get attempts(): number {
    return this.#attempts;
  }

  /** A new key, or null for wrong credentials. */
  login(oemId: unknown, oemKey: unknown): string | null {
    this.#attempts += 1;
    if (oemId !== this.#settings.oemId || oemKey !== this.#settings.oemKey) return null;
    this.#logins += 1;
    if (this.#settings.newLoginEndsOlder) this.#keys.clear();
    const key = randomBytes(16).toString('hex');
    this.#keys.set(key, { login: this.#logins, issuedAt: performance.now() });
    return key;
  }

  accepts(key: string): boolean {
    const issued = this.#keys.get(key);
    if (issued === undefined || this.#settings.refuseEveryKey) return false;
    const age = performance.now() - issued.issuedAt;
    const { keyLifetimeMs, keyValidAfterMs } = this.#settings;
    return age >= keyValidAfterMs && (keyLifetimeMs === null || age < keyLifetimeMs);
  }

  /** Which login issued a key: 1 for the first one, null when unknown or ended. */
  loginOf(key: unknown): number | null {
    return typeof key === 'string' ? (this.#keys.get(key)?.login ?? null) : null;
  }

  /** Ends every key that was issued. */
  expireAll(): void {
    this.#keys.clear();
  }

  /** Changes what is given; keys that were issued stay. */
  set(settings: Partial<AuthSettings>): void {
    this.#settings = { ...this.#settings, ...settings };
  }

  /** Default settings, no keys, counters at zero. */
  reset(): void {
    this.#settings = { ...DEFAULTS };
    this.#keys.clear();
    this.#logins = 0;
    this.#attempts = 0;
  }
}
