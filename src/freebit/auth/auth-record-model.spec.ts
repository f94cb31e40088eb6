import fc from 'fast-check';
import { emptyAuthRecord, parseAuthRecord, type AuthRecord } from './auth-record';
import {
  claim,
  commit,
  fail,
  LOGIN_LEASE_MS,
  prove,
  renew,
  YOUNG_KEY_MS,
  type Claim,
} from './auth-record-transitions';

const DAY_MS = 86_400_000;
const KEY_TTL_MS = 1_800_000;
const LONGEST_PAUSE_MS = 300_000;
const limits = { burst: 3, intervalMs: 10_000 };

interface Process {
  /** The login that it believes to be under way, perhaps too late. */
  login: { owner: string; generation: number; leaseUntilMs: number } | null;
  held: number | null;
}

/** Several processes over one record; each change is atomic and is written and read again. */
class World {
  record: AuthRecord = emptyAuthRecord;
  nowMs = 1_770_000_000_000;
  readonly processes: readonly Process[] = Array.from({ length: 4 }, () => ({ login: null, held: null }));
  /** Times of logins since the clock was last set. */
  private loginsMs: number[] = [];
  private newestGeneration = 0;
  private owners = 0;

  claim(process: Process, refused: number | null, afresh = false): Claim {
    const owner = `owner ${++this.owners}`;
    const before = this.record;
    const { claim: told, next } = claim(before, { nowMs: this.nowMs, owner, refused, afresh, limits });
    this.store(next);
    this.checkClaim(told, before, refused);
    if (told.kind === 'use') process.held = told.key.generation;
    if (told.kind === 'login') this.logIn(process, owner, told.generation);
    return told;
  }

  renew(process: Process): void {
    if (!process.login) return;
    this.store(renew(this.record, process.login.owner, this.nowMs));
    if (this.record.login?.owner === process.login.owner)
      process.login.leaseUntilMs = this.record.login.untilMs;
  }

  commit(process: Process): void {
    if (!process.login) return;
    const { owner, generation } = process.login;
    const key = { generation, sealed: 'sealed', obtainedAtMs: this.nowMs, proven: false, refused: false };
    this.store(commit(this.record, owner, { ...key, expiresAtMs: this.nowMs + KEY_TTL_MS }));
    process.login = null;
    process.held = generation;
  }

  fail(process: Process, reason: 'credential' | 'transient', jitter: number): void {
    if (!process.login) return;
    const { owner } = process.login;
    const before = this.record;
    this.store(fail(before, { owner, reason, nowMs: this.nowMs, jitter }));
    process.login = null;
    if (reason === 'credential' && before.key === null) {
      const leastMs = Math.min(LONGEST_PAUSE_MS, 5_000 * 2 ** before.failedLogins);
      expect(this.record.blockedUntilMs - this.nowMs).toBe(leastMs);
    }
  }

  prove(process: Process): void {
    if (process.held !== null) this.store(prove(this.record, process.held));
  }

  pass(ms: number): void {
    this.nowMs += ms;
  }

  /** Rates and leases depend on the store's clock, so they start again when it is set. */
  setClock(byMs: number): void {
    this.nowMs += byMs;
    this.loginsMs = [];
    for (const { login } of this.processes) if (login) login.leaseUntilMs = 0;
  }

  private store(next: AuthRecord): void {
    const before = this.record;
    expect(parseAuthRecord(JSON.stringify(next))).toEqual(next);
    this.record = next;
    if (before.key !== null && next.key !== null)
      expect(next.key.generation).toBeGreaterThanOrEqual(before.key.generation);
  }

  private checkClaim(told: Claim, before: AuthRecord, refused: number | null): void {
    const { key } = this.record;
    if (told.kind === 'use') expect(told.key.generation).not.toBe(refused);
    if (told.kind === 'paused') {
      expect(told.forMs).toBeGreaterThan(0);
      expect(told.forMs).toBeLessThanOrEqual(LONGEST_PAUSE_MS);
    }
    const isLive =
      before.key !== null &&
      before.key.expiresAtMs > this.nowMs &&
      before.key.obtainedAtMs <= this.nowMs + LOGIN_LEASE_MS;
    // A refused key stays, proven or not, until there is a newer one.
    if (isLive) expect(key?.generation).toBe(before.key.generation);
    const isYoung = isLive && this.nowMs - before.key.obtainedAtMs < YOUNG_KEY_MS;
    if (isYoung && before.key.generation === refused) expect(told.kind).toBe('wait');
    if (this.record.refusedInARow > before.refusedInARow && this.record.refusedInARow >= 3) {
      const leastMs = Math.min(LONGEST_PAUSE_MS, 5_000 * 2 ** (this.record.refusedInARow - 3));
      expect(told).toEqual({ kind: 'paused', forMs: leastMs });
    }
  }

  private logIn(process: Process, owner: string, generation: number): void {
    const others = this.processes.filter(({ login }) => login && login.leaseUntilMs > this.nowMs);
    expect(others.filter(({ login }) => this.record.login?.owner !== login?.owner)).toEqual([]);
    expect(generation).toBeGreaterThan(this.newestGeneration);
    this.newestGeneration = generation;
    process.login = { owner, generation, leaseUntilMs: this.nowMs + LOGIN_LEASE_MS };
    this.loginsMs.push(this.nowMs);
    this.loginsMs.forEach((sinceMs, index) => {
      const allowed = limits.burst + Math.floor((this.nowMs - sinceMs) / limits.intervalMs);
      expect(this.loginsMs.length - index).toBeLessThanOrEqual(allowed);
    });
  }
}

type Step = (world: World) => void;

const process = fc.nat({ max: 3 });
const of = (world: World, index: number) => world.processes[index]!;
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: process.map(
      (p): Step =>
        (world) =>
          void world.claim(of(world, p), null),
    ),
  },
  {
    weight: 6,
    arbitrary: process.map(
      (p): Step =>
        (world) =>
          void world.claim(of(world, p), of(world, p).held),
    ),
  },
  {
    weight: 1,
    arbitrary: process.map(
      (p): Step =>
        (world) =>
          void world.claim(of(world, p), null, true),
    ),
  },
  {
    weight: 5,
    arbitrary: process.map(
      (p): Step =>
        (world) =>
          world.commit(of(world, p)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        process,
        fc.constantFrom('credential' as const, 'transient' as const),
        fc.double({ min: 0, max: 1 }),
      )
      .filter(([, , jitter]) => !Number.isNaN(jitter))
      .map(
        ([p, reason, jitter]): Step =>
          (world) =>
            world.fail(of(world, p), reason, jitter),
      ),
  },
  {
    weight: 2,
    arbitrary: process.map(
      (p): Step =>
        (world) =>
          world.renew(of(world, p)),
    ),
  },
  {
    weight: 3,
    arbitrary: process.map(
      (p): Step =>
        (world) =>
          world.prove(of(world, p)),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.integer({ min: 0, max: 12_000 }).map(
      (ms): Step =>
        (world) =>
          world.pass(ms),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(60_000, 300_000, KEY_TTL_MS).map(
      (ms): Step =>
        (world) =>
          world.pass(ms),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(-DAY_MS, DAY_MS).map(
      (ms): Step =>
        (world) =>
          world.setClock(ms),
    ),
  },
);

/** The number of waits after which a process whose every key is refused may log in. */
function waitsForLogin(world: World): number {
  const newcomer: Process = { login: null, held: world.record.key?.generation ?? null };
  for (let turn = 1; turn <= 5; turn++) {
    const told = world.claim(newcomer, newcomer.held);
    if (told.kind === 'login') return turn;
    if (told.kind === 'paused') world.pass(Math.ceil(told.forMs));
    if (told.kind === 'wait') world.pass(2 * LOGIN_LEASE_MS);
  }
  return Infinity;
}

describe('the record of the auth key, after any actions of several processes in any order,', () => {
  it('has one login at a time, within the rate, never replaces a key by an older one, and is never stuck', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
        const world = new World();

        for (const take of steps) take(world);

        expect(waitsForLogin(world)).toBeLessThanOrEqual(5);
      }),
      { numRuns: 400 },
    );
  });
});
