import { setTimeout as pause } from 'node:timers/promises';
import { Deadline } from '../deadline';
import { FreebitError, type FreebitFailure } from '../freebit-error';
import type { FreebitObserver } from '../freebit-observer';
import { Protection, type ProtectedCall, type ProtectionOptions, type UpstreamRate } from './protection';

const OPTIONS: ProtectionOptions = { maxConcurrency: 1, maxQueue: 1, retryPercent: 10, breakerOpenMs: 5_000 };

function setup(options: Partial<ProtectionOptions> = {}, rate: UpstreamRate = { take: async () => null }) {
  const told: string[] = [];
  const observer: FreebitObserver = {
    exchanged: () => {},
    login: () => {},
    bug: () => {},
    found: () => {},
    load: () => {},
    notCalled: (reason) => told.push(reason),
    retried: () => told.push('retried'),
    breaker: (state) => told.push(state),
  };
  return { protection: new Protection(rate, observer, { ...OPTIONS, ...options }), told };
}

const call = (effect: 'read' | 'write' = 'read', ms = 10_000): ProtectedCall => ({
  document: effect === 'read' ? 'PA05-01' : 'PA04-04',
  effect,
  deadline: Deadline.in(ms),
});

/** Fails in these ways, one after the other, then succeeds; each attempt takes so long. */
function attempts(failures: readonly FreebitFailure['kind'][], ms = 0) {
  const made = { count: 0 };
  const attempt = async () => {
    await pause(ms);
    const kind = failures[made.count++];
    if (kind === undefined) return 'answer';
    throw new FreebitError('PA05-01', { kind } as FreebitFailure);
  };
  return { made, attempt };
}

describe('a call under protection', () => {
  it.each(['unreachable', 'connection_lost', 'unreadable'] as const)(
    'is tried again after %s',
    async (kind) => {
      const { protection, told } = setup();
      const { made, attempt } = attempts([kind]);

      await expect(protection.run(call(), attempt)).resolves.toBe('answer');

      expect(made.count).toBe(2);
      expect(told).toEqual(['retried']);
    },
  );

  it.each(['timed_out', 'refused', 'auth_failed', 'not_attempted', 'login_paused'] as const)(
    'is not tried again after %s',
    async (kind) => {
      const { made, attempt } = attempts([kind]);

      await expect(setup().protection.run(call(), attempt)).rejects.toMatchObject({ failure: { kind } });

      expect(made.count).toBe(1);
    },
  );

  it('is not tried again when most of its time is gone, nor ever when it writes', async () => {
    const { protection } = setup();
    const [late, write] = [attempts(['unreadable'], 700), attempts(['unreadable'])];

    await expect(protection.run(call('read', 1_000), late.attempt)).rejects.toThrow();
    await expect(protection.run(call('write'), write.attempt)).rejects.toThrow();

    expect([late.made.count, write.made.count]).toEqual([1, 1]);
  });

  it('tells the first failure when the second attempt did not reach Freebit', async () => {
    const { attempt } = attempts(['unreachable', 'login_paused']);

    await expect(setup().protection.run(call(), attempt)).rejects.toMatchObject({
      failure: { kind: 'unreachable' },
    });
  });

  it('is not begun when its place comes too late', async () => {
    const { protection, told } = setup();
    let end = () => {};
    const inside = protection.run(call(), () => new Promise<void>((resolve) => (end = resolve)));
    const { made, attempt } = attempts([]);

    await expect(protection.run(call('read', 60), attempt)).rejects.toMatchObject({
      failure: { kind: 'not_attempted', retryAfterSeconds: 1 },
    });

    expect(made.count).toBe(0);
    expect(told).toEqual(['queue_timeout']);
    end();
    await inside;
  });

  it('waits for the rate, and gives up at once when that would be too long', async () => {
    const waits = [20, null, 9_900];
    const { protection, told } = setup({}, { take: async () => waits.shift() ?? null });

    await expect(protection.run(call(), attempts([]).attempt)).resolves.toBe('answer');
    await expect(protection.run(call(), attempts([]).attempt)).rejects.toMatchObject({
      failure: { kind: 'not_attempted', retryAfterSeconds: 10 },
    });

    expect(told).toEqual(['rate']);
  });

  it('is refused at once, and those that wait with it, when the breaker opens', async () => {
    const { protection, told } = setup({ maxQueue: 10, retryPercent: 0 });
    const failing = Array.from({ length: 5 }, () => attempts(['timed_out'], 10));
    const waiting = [attempts([]), attempts([])];
    const all = [...failing, ...waiting].map(({ attempt }) => protection.run(call('read', 5_000), attempt));

    const ends = await Promise.allSettled(all);
    const later = attempts([]);
    await expect(protection.run(call(), later.attempt)).rejects.toMatchObject({
      failure: { kind: 'not_attempted', retryAfterSeconds: 5 },
    });

    expect(later.made.count).toBe(0);
    expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
    expect(waiting.map(({ made }) => made.count)).toEqual([0, 0]);
    expect(told).toEqual(['open', 'breaker_open', 'breaker_open', 'breaker_open']);
  });
});
