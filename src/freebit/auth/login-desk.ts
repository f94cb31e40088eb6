import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { AuthKey } from './auth-key';
import type { StoredKey } from './auth-record';
import {
  claim,
  commit,
  fail,
  prove,
  renew,
  LOGIN_LEASE_MS,
  type LoginLimits,
} from './auth-record-transitions';
import type { Login } from './login';
import { retryAfterSeconds } from '../retry-after';
import { LoginFailed } from './login-failed';
import type { SharedAuthRecord } from './shared-auth-record';

export interface DeskOptions {
  readonly keyTtlMs: number;
  readonly limits: LoginLimits;
}

const PATIENCE_MS = 8_000;
const POLL_MS = 25;
/** What callers are told to wait when the pause could not be agreed on. */
const UNAGREED_PAUSE_MS = 5_000;

/** Where processes agree who logs in to Freebit and share the key that this brings. */
export class LoginDesk {
  constructor(
    private readonly record: SharedAuthRecord,
    private readonly login: Pick<Login, 'run'>,
    private readonly options: DeskOptions,
  ) {}

  /**
   * A key of another generation than the refused one: an existing one, or that of a new login by one process.
   * Rejects with `LoginFailed`, or with `SharedStateUnavailable` when nothing could be agreed.
   */
  async obtain(refused: number | null): Promise<AuthKey> {
    const owner = randomUUID();
    const { limits } = this.options;
    for (const patienceEndsMs = performance.now() + PATIENCE_MS; performance.now() < patienceEndsMs;) {
      const { claim: mine, nowMs } = await this.record.change((record, now) =>
        claim(record, { nowMs: now, owner, refused, limits }),
      );
      if (mine.kind === 'use') return this.toAuthKey(mine.key, nowMs);
      if (mine.kind === 'login') return await this.logIn(owner, mine.generation);
      if (mine.kind === 'paused') throw paused(mine.forMs);
      await pause(POLL_MS);
    }
    throw paused(POLL_MS);
  }

  /** Tells all processes that Freebit has accepted a key. */
  async prove(generation: number): Promise<void> {
    await this.record.change((record) => ({ next: prove(record, generation) }));
  }

  private async logIn(owner: string, generation: number): Promise<AuthKey> {
    const renewal = setInterval(() => {
      this.record.change((record, nowMs) => ({ next: renew(record, owner, nowMs) })).catch(() => undefined);
    }, LOGIN_LEASE_MS / 4);
    const value = await this.login
      .run()
      .catch((error: unknown) => this.giveUp(owner, error))
      .finally(() => clearInterval(renewal));
    return await this.share(owner, generation, value);
  }

  private async giveUp(owner: string, error: unknown): Promise<never> {
    const failed = error instanceof LoginFailed ? error : new LoginFailed({ kind: 'connection_lost' });
    const reason = failed.failure.kind === 'refused' ? 'credential' : 'transient';
    const pausedMs = await this.record
      .change((record, nowMs) => {
        const next = fail(record, { owner, reason, nowMs, jitter: Math.random() });
        return { next, pausedMs: next.blockedUntilMs - nowMs };
      })
      .then(
        (change) => change.pausedMs,
        () => UNAGREED_PAUSE_MS,
      );
    if (failed.failure.kind === 'unreachable') throw failed;
    throw new LoginFailed({ kind: 'auth_failed', retryAfterSeconds: retryAfterSeconds(pausedMs) });
  }

  /** A key that cannot be shared is still good for this process. */
  private async share(owner: string, generation: number, value: string): Promise<AuthKey> {
    const sealed = this.record.seal(value, generation);
    const nowMs = performance.now();
    await this.record
      .change((record, storeMs) => {
        const expiresAtMs = storeMs + this.options.keyTtlMs;
        const key = { generation, sealed, obtainedAtMs: storeMs, expiresAtMs, proven: false, refused: false };
        return { next: commit(record, owner, key) };
      })
      .catch(() => undefined);
    return {
      value,
      generation,
      obtainedAtMs: nowMs,
      expiresAtMs: nowMs + this.options.keyTtlMs,
      proven: false,
    };
  }

  private toAuthKey(key: StoredKey, storeMs: number): AuthKey {
    const toLocalMs = performance.now() - storeMs;
    return {
      value: this.record.open(key) ?? '',
      generation: key.generation,
      obtainedAtMs: key.obtainedAtMs + toLocalMs,
      expiresAtMs: key.expiresAtMs + toLocalMs,
      proven: key.proven,
    };
  }
}

function paused(forMs: number): LoginFailed {
  return new LoginFailed({ kind: 'login_paused', retryAfterSeconds: retryAfterSeconds(forMs) });
}
