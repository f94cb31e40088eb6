import type { FreebitDocument } from '../calls/freebit-call';
import type { Deadline } from '../deadline';
import { failed, KEY_REFUSED } from '../freebit-error';
import { YOUNG_KEY_MS } from './auth-record-transitions';
import type { AuthKey, KeyResult, LoginDesk } from './login-desk';
import { SharedStateUnavailable } from './shared-auth-record';

/** How long a process uses the shared key without asking the store again, in milliseconds. */
const FRESH_MS = 60_000;
/** The same while the shared store does not answer. */
const FRESH_WITHOUT_STORE_MS = 1_000;
/** The ages in milliseconds at which a young key is tried again for a call for which it was rejected. */
const YOUNG_TRIALS_MS = [250, 500, 1_000, 1_500, YOUNG_KEY_MS];
/**
 * While logins are paused: how often a call whose key was rejected looks for a newer key and tries the old one, in
 * milliseconds.
 */
const RETRY_MS = 1_000;

type KeySource = Pick<LoginDesk, 'obtain' | 'prove'>;

/** What is remembered about a call whose key Freebit has rejected. */
interface RejectedKey {
  readonly generation: number;
  /** When it was rejected last, or is being tried again. */
  triedAtMs: number;
  /** While logins are paused: until when this call fails at once. */
  pause: { readonly untilMs: number; readonly told: KeyResult } | null;
}

/**
 * The auth key for this process: from memory, else from the login desk that all replicas share, with single flight for
 * all callers. Rejected keys are remembered per call, so that a key rejected for one call still serves the others.
 * Without a shared store, the key in memory stays in use, and logins are limited for this process alone.
 */
export class AuthKeys {
  private known: AuthKey | null = null;
  private freshUntilMs = 0;
  private provenHere: number | null = null;
  private readonly rejectedKeys = new Map<FreebitDocument, RejectedKey>();
  private readonly flights = new Map<number | 'any' | 'afresh', Promise<KeyResult>>();

  constructor(
    private readonly shared: KeySource,
    private readonly alone: KeySource,
  ) {}

  /**
   * A key to try for this call. Without `mayReplace`, a rejection for this call causes no login. A caller that stops
   * waiting does not end the login for the others.
   */
  async get(document: FreebitDocument, deadline: Deadline, mayReplace = true): Promise<KeyResult> {
    for (;;) {
      const key = this.fresh();
      if (key === null) {
        const result = await deadline.race(this.fly('any', null), outOfTime);
        if (result.kind === 'failed' || !this.isRefused(document, result.key)) return result;
        continue;
      }
      const rejected = this.rejectedKeys.get(document);
      if (rejected?.generation !== key.generation) return { kind: 'key', key };
      if (performance.now() - key.obtainedAtMs >= YOUNG_KEY_MS)
        return mayReplace ? await this.replace(key, rejected, deadline) : failed(KEY_REFUSED);
      const waitMs = this.nextTrialMs(key, rejected) - performance.now();
      if (waitMs <= 0) {
        rejected.triedAtMs = performance.now();
        return { kind: 'key', key };
      }
      if (waitMs >= deadline.remainingMs) return outOfTime();
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }

  /** Freebit rejected this key for this call. */
  refused(document: FreebitDocument, { generation }: AuthKey): void {
    const before = this.rejectedKeys.get(document);
    if (before !== undefined && before.generation > generation) return;
    const isSame = before?.generation === generation;
    this.rejectedKeys.set(document, {
      generation,
      triedAtMs: performance.now(),
      pause: isSame ? before.pause : null,
    });
  }

  /** Freebit accepted this key for this call; this is reported to the other replicas once. */
  accepted(document: FreebitDocument, { generation, proven }: AuthKey): void {
    if (this.isRefused(document, { generation })) this.rejectedKeys.delete(document);
    if (proven || this.provenHere === generation) return;
    this.provenHere = generation;
    const forget = () => {
      if (this.provenHere === generation) this.provenHere = null;
    };
    for (const desk of [this.shared, this.alone]) desk.prove(generation).catch(forget);
  }

  /** Logs in even if there is a good key, within the rate of logins: a probe of Freebit. */
  logIn(): Promise<KeyResult> {
    return this.fly('afresh', null);
  }

  private isRefused(document: FreebitDocument, { generation }: Pick<AuthKey, 'generation'>): boolean {
    return this.rejectedKeys.get(document)?.generation === generation;
  }

  private fresh(): AuthKey | null {
    const { known } = this;
    return known !== null && performance.now() < Math.min(this.freshUntilMs, known.expiresAtMs)
      ? known
      : null;
  }

  /** When a rejected young key may be tried again: by one caller at each of the ages. */
  private nextTrialMs({ obtainedAtMs }: AuthKey, { triedAtMs }: RejectedKey): number {
    const triedAtAge = triedAtMs - obtainedAtMs;
    return obtainedAtMs + (YOUNG_TRIALS_MS.find((age) => age > triedAtAge) ?? YOUNG_KEY_MS);
  }

  /**
   * A newer key than the rejected one. While logins are paused, this call fails at once, and now and then tries the old
   * key, which Freebit may accept again.
   */
  private async replace(key: AuthKey, rejected: RejectedKey, deadline: Deadline): Promise<KeyResult> {
    if (rejected.pause !== null && performance.now() < rejected.pause.untilMs) return rejected.pause.told;
    const result = await deadline.race(this.fly(key.generation, key.generation), outOfTime);
    if (result.kind !== 'failed' || result.failure.kind !== 'login_paused') return result;
    const mayTry = performance.now() - rejected.triedAtMs >= RETRY_MS;
    if (mayTry) rejected.triedAtMs = performance.now();
    rejected.pause = { untilMs: performance.now() + RETRY_MS, told: result };
    return mayTry ? { kind: 'key', key } : result;
  }

  private fly(name: number | 'any' | 'afresh', refused: number | null): Promise<KeyResult> {
    const under = this.flights.get(name);
    if (under !== undefined) return under;
    const flight = this.obtain(refused, name === 'afresh').finally(() => this.flights.delete(name));
    this.flights.set(name, flight);
    return flight;
  }

  private async obtain(refused: number | null, afresh: boolean): Promise<KeyResult> {
    const before = this.known;
    try {
      return this.remember(await this.shared.obtain(refused, afresh), before, FRESH_MS);
    } catch (error) {
      if (!(error instanceof SharedStateUnavailable)) throw error;
      const isGood =
        before !== null && before.generation !== refused && performance.now() < before.expiresAtMs;
      const result: KeyResult =
        isGood && !afresh ? { kind: 'key', key: before } : await this.alone.obtain(refused, afresh);
      return this.remember(result, before, FRESH_WITHOUT_STORE_MS);
    }
  }

  /** A flight that ends late does not overwrite the result of a faster one. */
  private remember(result: KeyResult, before: AuthKey | null, freshMs: number): KeyResult {
    if (result.kind === 'failed') return result;
    const { known } = this;
    if (known !== null && known !== before && known.generation > result.key.generation)
      return { kind: 'key', key: known };
    this.known = result.key;
    this.freshUntilMs = performance.now() + freshMs;
    return result;
  }
}

function outOfTime(): KeyResult {
  return failed({ kind: 'auth_failed', retryAfterSeconds: 1 });
}
