import type { AuthKey } from './auth-key';
import type { LoginDesk } from './login-desk';
import { LoginFailed } from './login-failed';
import { SharedStateUnavailable } from './shared-records';

/** How long a process trusts what it last heard of the shared key, in milliseconds. */
const FRESH_MS = 60_000;
/** The same while the shared store does not answer. */
const FRESH_WITHOUT_STORE_MS = 1_000;

/** How often in a row keys may be refused to this process, while logins are paused, before it tries them less often. */
const REFUSALS_TOLERATED = 2;
/** How long it then takes to try again, in milliseconds: another process may have a key that works. */
const RETRY_MS = 1_000;

type KeySource = Pick<LoginDesk, 'obtain' | 'prove'>;

/**
 * The auth key as this process needs it: from memory, else from the desk that all replicas share, with one flight
 * for all callers. Without a shared store the key in memory goes on, and logins are rationed for this process alone.
 */
export class AuthKeys {
  private known: AuthKey | null = null;
  private freshUntilMs = 0;
  private readonly provenHere = new Set<number>();
  private refusalsInARow = 0;
  private pause: { readonly untilMs: number; readonly reason: LoginFailed } | null = null;
  private readonly flights = new Map<number | null, Promise<AuthKey>>();

  constructor(
    private readonly shared: KeySource,
    private readonly alone: KeySource,
  ) {}

  /** Rejects with `LoginFailed`. A caller that stops waiting does not end the login of the others. */
  get(): Promise<AuthKey> {
    if (this.pause !== null && performance.now() < this.pause.untilMs)
      return Promise.reject(this.pause.reason);
    const fresh =
      this.known !== null && performance.now() < Math.min(this.freshUntilMs, this.known.expiresAtMs);
    return fresh && this.known !== null ? Promise.resolve(this.known) : this.fly(null);
  }

  /** A key that replaces one which Freebit refused. Rejects with `LoginFailed`. */
  replace(refused: AuthKey): Promise<AuthKey> {
    if (this.known !== null && this.known.generation !== refused.generation)
      return Promise.resolve(this.known);
    this.known = null;
    return this.fly(refused.generation);
  }

  /** Freebit accepted this key; the other replicas hear it once. */
  accepted({ generation, proven }: AuthKey): void {
    this.refusalsInARow = 0;
    this.pause = null;
    if (proven || this.provenHere.has(generation)) return;
    this.provenHere.clear();
    this.provenHere.add(generation);
    for (const desk of [this.shared, this.alone])
      desk.prove(generation).catch(() => this.provenHere.delete(generation));
  }

  /** A key that is refused to one call may serve others; one that is refused to all is tried once in a while. */
  private noteFailure(refused: number | null, error: unknown): never {
    if (refused !== null && error instanceof LoginFailed && error.failure.kind === 'login_paused') {
      this.refusalsInARow++;
      if (this.refusalsInARow > REFUSALS_TOLERATED)
        this.pause = { untilMs: performance.now() + RETRY_MS, reason: error };
    }
    throw error;
  }

  private fly(refused: number | null): Promise<AuthKey> {
    const under = this.flights.get(refused);
    if (under !== undefined) return under;
    const flight = this.obtain(refused)
      .catch((error: unknown) => this.noteFailure(refused, error))
      .finally(() => this.flights.delete(refused));
    this.flights.set(refused, flight);
    return flight;
  }

  private async obtain(refused: number | null): Promise<AuthKey> {
    const before = this.known;
    try {
      return this.remember(await this.shared.obtain(refused), before, FRESH_MS);
    } catch (error) {
      if (!(error instanceof SharedStateUnavailable)) throw error;
      const stillGood =
        before !== null && before.generation !== refused && performance.now() < before.expiresAtMs;
      const key = stillGood ? before : await this.alone.obtain(refused);
      return this.remember(key, before, FRESH_WITHOUT_STORE_MS);
    }
  }

  /** A flight that lands late does not undo what a quicker one has brought. */
  private remember(key: AuthKey, before: AuthKey | null, freshMs: number): AuthKey {
    if (this.known !== null && this.known !== before && this.known.generation > key.generation)
      return this.known;
    this.known = key;
    this.freshUntilMs = performance.now() + freshMs;
    return key;
  }
}
