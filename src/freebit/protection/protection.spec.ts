import { setTimeout as pause } from 'node:timers/promises';
import { Deadline } from '../deadline';
import { answered, failed, type CallResult, type FreebitFailure } from '../freebit-error';
import type { FreebitObserver } from '../freebit-observer';
import { Protection, type ProtectedCall, type ProtectionOptions, type UpstreamRate } from './protection';

const OPTIONS: ProtectionOptions = { maxConcurrency: 1, maxQueue: 1, retryPercent: 10, breakerOpenMs: 5_000 };

const NO_LIMIT: UpstreamRate = { take: async () => null, hasRoom: true };

function setup(options: Partial<ProtectionOptions> = {}, rate = NO_LIMIT) {
  const told: string[] = [];
  const observer: FreebitObserver = {
    exchanged: () => {},
    login: () => {},
    connection: () => {},
    bug: () => {},
    found: () => {},
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

/** Fails in these ways, one after the other, then succeeds; each try takes `ms`. */
function attempts(failures: readonly FreebitFailure['kind'][], ms = 0) {
  const made = { count: 0 };
  const attempt = async (): Promise<CallResult<string>> => {
    await pause(ms);
    const kind = failures[made.count++];
    if (kind === undefined) return answered('answer');
    return failed({ kind } as FreebitFailure);
  };
  return { made, attempt };
}

describe('a protected call', () => {
  it.each(['unreachable', 'connection_lost', 'unreadable'] as const)('is retried after %s', async (kind) => {
    const { protection, told } = setup();
    const { made, attempt } = attempts([kind]);

    expect(await protection.run(call(), attempt)).toEqual(answered('answer'));

    expect(made.count).toBe(2);
    expect(told).toEqual(['retried']);
  });

  it.each(['timed_out', 'refused', 'auth_failed', 'not_attempted', 'login_paused'] as const)(
    'is not retried after %s',
    async (kind) => {
      const { made, attempt } = attempts([kind]);

      expect(await setup().protection.run(call(), attempt)).toMatchObject({ failure: { kind } });

      expect(made.count).toBe(1);
    },
  );

  it('is not retried when most of its time is over, and never if it is a write', async () => {
    const { protection } = setup();
    const [late, write] = [attempts(['unreadable'], 700), attempts(['unreadable'])];

    await protection.run(call('read', 1_000), late.attempt);
    await protection.run(call('write'), write.attempt);

    expect([late.made.count, write.made.count]).toEqual([1, 1]);
  });

  it('reports the first failure when the retry did not reach Freebit', async () => {
    const { attempt } = attempts(['unreachable', 'login_paused']);

    expect(await setup().protection.run(call(), attempt)).toEqual(failed({ kind: 'unreachable' }));
  });

  it('is not started when its turn comes too late', async () => {
    const { protection, told } = setup();
    let end = () => {};
    const running = new Promise<CallResult<string>>((resolve) => (end = () => resolve(answered('answer'))));
    const inside = protection.run(call(), () => running);
    const { made, attempt } = attempts([]);

    expect(await protection.run(call('read', 60), attempt)).toEqual(
      failed({ kind: 'not_attempted', retryAfterSeconds: 1 }),
    );

    expect(made.count).toBe(0);
    expect(told).toEqual(['queue_timeout']);
    end();
    await inside;
  });

  it('waits for the rate limit, and gives up at once if that would take too long', async () => {
    const waits = [20, null, 9_900];
    const { protection, told } = setup({}, { take: async () => waits.shift() ?? null, hasRoom: true });

    expect(await protection.run(call(), attempts([]).attempt)).toEqual(answered('answer'));
    expect(await protection.run(call(), attempts([]).attempt)).toEqual(
      failed({ kind: 'not_attempted', retryAfterSeconds: 10 }),
    );

    expect(told).toEqual(['rate']);
  });

  it.each([
    ['read', true, 'permitted'],
    ['write', false, 'permitted'],
    ['write', true, 'waiting'],
  ] as const)('that is a %s, with room in the rate: %s, starts %s', async (effect, hasRoom, begins) => {
    const { protection } = setup({}, { take: () => pause(20, null), hasRoom });
    let begun = '';

    await protection.run(call(effect), async (permit) => {
      begun = await Promise.race([permit.then(() => 'permitted'), pause(5, 'waiting')]);
      return answered('answer');
    });

    expect(begun).toBe(begins);
  });

  it('that is a write is stopped before sending if the rate has less room than expected', async () => {
    const { protection } = setup({}, { take: async () => 9_900, hasRoom: true });

    const ended = await protection.run(call('write'), async (permit) => (await permit) ?? answered('sent'));

    expect(ended).toEqual(failed({ kind: 'not_attempted', retryAfterSeconds: 10 }));
  });

  it('is refused at once when the breaker opens, and so are all waiting calls', async () => {
    const { protection, told } = setup({ maxQueue: 10, retryPercent: 0 });
    const failing = Array.from({ length: 5 }, () => attempts(['timed_out'], 10));
    const waiting = [attempts([]), attempts([])];
    const all = [...failing, ...waiting].map(({ attempt }) => protection.run(call('read', 5_000), attempt));

    const ends = await Promise.all(all);
    const later = attempts([]);
    expect(await protection.run(call(), later.attempt)).toEqual(
      failed({ kind: 'not_attempted', retryAfterSeconds: 5 }),
    );

    expect(later.made.count).toBe(0);
    expect(ends.every(({ kind }) => kind === 'failed')).toBe(true);
    expect(waiting.map(({ made }) => made.count)).toEqual([0, 0]);
    expect(told).toEqual(['open', 'breaker_open', 'breaker_open', 'breaker_open']);
  });
});
