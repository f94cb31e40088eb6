import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { failed, retryAfterSeconds, type Failed, type FreebitFailure } from '../freebit-error';
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
import { loginPaused, type Login } from './login';
import type { SharedAuthRecord } from './shared-auth-record';

/** The auth key, which goes into the JSON of every call. Times are on this process's monotonic clock. */
export interface AuthKey {
  readonly value: string;
  readonly generation: number;
  readonly obtainedAtMs: number;
  readonly expiresAtMs: number;
  /** Freebit has accepted it, and all processes know that. */
  readonly proven: boolean;
}

/** A key, or the failure for every call that waits for it. */
export type KeyResult = { readonly kind: 'key'; readonly key: AuthKey } | Failed;

export interface DeskOptions {
  readonly keyTtlMs: number;
  readonly limits: LoginLimits;
}

const PATIENCE_MS = 8_000;
/** The pause that callers get if the shared one could not be stored, in milliseconds. */
const UNAGREED_PAUSE_MS = 5_000;

/** Coordinates which process logs in to Freebit, and shares the key. */
export class LoginDesk {
  constructor(
    private readonly record: SharedAuthRecord,
    private readonly login: Pick<Login, 'run'>,
    private readonly options: DeskOptions,
  ) {}

  /**
   * A key of another generation than the rejected one: an existing one, or that of a new login by one process. With
   * `afresh`, always a new one. Rejects with `SharedStateUnavailable` if the shared record cannot be read or changed.
   */
  async obtain(refused: number | null, afresh = false): Promise<KeyResult> {
    const owner = randomUUID();
    const { limits } = this.options;
    for (const endsAtMs = performance.now() + PATIENCE_MS; performance.now() < endsAtMs;) {
      const { claim: mine, nowMs } = await this.record.change((record, now) =>
        claim(record, { nowMs: now, owner, refused, afresh, limits }),
      );
      if (mine.kind === 'use') return { kind: 'key', key: this.toAuthKey(mine.key, nowMs) };
      if (mine.kind === 'login') return await this.logIn(owner, mine.generation);
      if (mine.kind === 'paused') return loginPaused(mine.forMs);
      await pause(mine.forMs);
    }
    return loginPaused(0);
  }

  /** Tells all processes that Freebit has accepted a key. */
  async prove(generation: number): Promise<void> {
    await this.record.change((record) => ({ next: prove(record, generation) }));
  }

  private async logIn(owner: string, generation: number): Promise<KeyResult> {
    const renewal = setInterval(() => {
      this.record.change((record, nowMs) => ({ next: renew(record, owner, nowMs) })).catch(() => undefined);
    }, LOGIN_LEASE_MS / 4);
    const result = await this.login.run().finally(() => clearInterval(renewal));
    if (result.kind === 'failed') return await this.giveUp(owner, result.failure);
    return { kind: 'key', key: await this.share(owner, generation, result.authKey) };
  }

  private async giveUp(owner: string, failure: FreebitFailure): Promise<KeyResult> {
    const reason = failure.kind === 'refused' ? 'credential' : 'transient';
    const pausedMs = await this.record
      .change((record, nowMs) => {
        const next = fail(record, { owner, reason, nowMs, jitter: Math.random() });
        return { next, pausedMs: next.blockedUntilMs - nowMs };
      })
      .then(
        (change) => change.pausedMs,
        () => UNAGREED_PAUSE_MS,
      );
    if (failure.kind === 'unreachable') return failed(failure);
    return failed({ kind: 'auth_failed', retryAfterSeconds: retryAfterSeconds(pausedMs) });
  }

  /** A key that cannot be shared still serves this process. */
  private async share(owner: string, generation: number, value: string): Promise<AuthKey> {
    const sealed = this.record.seal(value, generation);
    const obtainedAtMs = performance.now();
    const { keyTtlMs } = this.options;
    await this.record
      .change((record, storeMs) => {
        const key = { generation, sealed, obtainedAtMs: storeMs, expiresAtMs: storeMs + keyTtlMs };
        return { next: commit(record, owner, { ...key, proven: false, refused: false }) };
      })
      .catch(() => undefined);
    return { value, generation, obtainedAtMs, expiresAtMs: obtainedAtMs + keyTtlMs, proven: false };
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
