import * as fc from 'fast-check';
import { StoreUnavailableError } from '../store';
import { RedisTimeout } from './in-time';
import { RedisBreaker } from './redis-breaker';

const failure = new RedisTimeout();
const refusal = new Error('an answer that says no');

describe('RedisBreaker', () => {
  let nowMs = 0;
  let breaker: RedisBreaker;

  beforeEach(() => {
    nowMs = 0;
    breaker = new RedisBreaker(() => nowMs);
  });

  async function attempt(outcome: 'answer' | 'failure' | 'refusal'): Promise<string> {
    const runs: string[] = [];
    const run = breaker.run(() => {
      runs.push('ran');
      if (outcome === 'answer') return Promise.resolve();
      return Promise.reject(outcome === 'failure' ? failure : refusal);
    });
    await run.catch((error: unknown) => {
      if (!runs.length) expect(error).toBeInstanceOf(StoreUnavailableError);
    });
    return runs[0] ?? 'refused';
  }

  it('refuses without trying after three failures in two seconds', async () => {
    for (let i = 0; i < 3; i++) expect(await attempt('failure')).toBe('ran');

    expect(await attempt('answer')).toBe('refused');
  });

  it('stays closed when the failures are far enough apart', async () => {
    for (let i = 0; i < 9; i++) {
      expect(await attempt('failure')).toBe('ran');
      nowMs += 1_000;
    }
  });

  it('does not count an error that Redis itself answered as a failure', async () => {
    for (let i = 0; i < 9; i++) expect(await attempt('refusal')).toBe('ran');
  });

  it('lets one probe through after a second, and only one while it is under way', async () => {
    for (let i = 0; i < 3; i++) await attempt('failure');
    nowMs += 1_000;
    let answer = () => {};
    const probe = breaker.run(() => new Promise<void>((resolve) => (answer = resolve)));

    const beside = await attempt('answer');
    answer();
    await probe;

    expect(beside).toBe('refused');
    expect(await attempt('answer')).toBe('ran');
  });

  it('is not kept open by attempts that began before it opened', async () => {
    const late: (() => void)[] = [];
    const runs = Array.from({ length: 9 }, () =>
      breaker.run(() => new Promise<void>((_, reject) => late.push(() => reject(failure)))).catch(() => {}),
    );
    for (const fail of late.slice(0, 3)) fail();
    await Promise.all(runs.slice(0, 3));
    nowMs += 900;
    for (const fail of late.slice(3)) fail();
    await Promise.all(runs);
    nowMs += 100;

    expect(await attempt('answer')).toBe('ran');
  });

  it('behaves like a simple model of its rules in any sequence', async () => {
    const steps = fc.array(
      fc.record({
        afterMs: fc.integer({ min: 0, max: 1_500 }),
        outcome: fc.constantFrom('answer', 'failure', 'failure', 'refusal'),
      }),
      { maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        nowMs = 0;
        breaker = new RedisBreaker(() => nowMs);
        let failedAt: number[] = [];
        let openUntil = -1;
        for (const { afterMs, outcome } of script) {
          nowMs += afterMs;
          const refused = nowMs < openUntil;
          expect(await attempt(outcome)).toBe(refused ? 'refused' : 'ran');
          if (refused) continue;
          if (outcome !== 'failure') [failedAt, openUntil] = [[], -1];
          else failedAt = [...failedAt.filter((at) => nowMs - at < 2_000), nowMs];
          if (outcome === 'failure' && (openUntil >= 0 || failedAt.length >= 3)) openUntil = nowMs + 1_000;
        }
      }),
    );
  });
});
