import { randomBytes } from 'node:crypto';

export const LOGIN_ANSWERS = ['key', 'no-key', 'empty-key'] as const;

export interface AuthSettings {
  oemId: string;
  oemKey: string;
  /** Whether a login invalidates all older keys. The papers do not say, so the worst case is the default. */
  newLoginEndsOlder: boolean;
  /** Null: keys never expire. */
  keyLifetimeMs: number | null;
  refuseEveryKey: boolean;
  /** How long a key is rejected after its login, as if its replication lagged. */
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

/** Logins and their keys. */
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

  /** All processed login requests, including failed ones. */
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

  /** Which login issued a key: 1 for the first one; null for an unknown or expired key. */
  loginOf(key: unknown): number | null {
    return typeof key === 'string' ? (this.#keys.get(key)?.login ?? null) : null;
  }

  /** Invalidates every key. */
  expireAll(): void {
    this.#keys.clear();
  }

  /** Changes the given settings; existing keys stay. */
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
