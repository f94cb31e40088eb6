import { setTimeout as pause } from 'node:timers/promises';
import { answered, failed, type CallResult, type FreebitFailure } from '../freebit-error';
import { UpstreamBreaker, type BreakerState } from './upstream-breaker';

const OPEN_MS = 100;
const LONG_OPEN_MS = 60_000;
const REFUSED = (detailCode: string): FreebitFailure => ({ kind: 'refused', detailCode, statusCode: null });

function setup(openMs = OPEN_MS, probe?: () => void) {
  const states: BreakerState[] = [];
  const breaker = new UpstreamBreaker(openMs, (state) => states.push(state), probe);
  const call = (failure?: FreebitFailure) =>
    breaker.run(async () => (failure ? failed(failure) : answered(undefined)));
  const calls = async (times: number, failure?: FreebitFailure) => {
    for (let i = 0; i < times; i++) await call(failure);
  };
  const halfOpened = async () => {
    while (states.at(-1) !== 'half_open') await pause(5);
  };
  return { breaker, states, call, calls, halfOpened };
}

describe('the circuit breaker', () => {
  it.each<FreebitFailure>([
    { kind: 'unreachable' },
    { kind: 'timed_out' },
    { kind: 'connection_lost' },
    { kind: 'unreadable' },
    REFUSED('900'),
  ])('opens after five failures of kind $kind $detailCode', async (failure) => {
    const { breaker, calls } = setup(LONG_OPEN_MS);
    await calls(4, failure);
    expect(breaker.blockedMs('read')).toBeNull();

    await calls(1, failure);

    expect(breaker.blockedMs('read')).toBeGreaterThan(0);
    expect(breaker.blockedMs('write')).toBeLessThanOrEqual(LONG_OPEN_MS);
  });

  it.each<FreebitFailure>([
    ...['201', '205', '210', '230', '330', '999'].map(REFUSED),
    { kind: 'auth_failed', retryAfterSeconds: 1 },
    { kind: 'login_paused', retryAfterSeconds: 1 },
    { kind: 'not_attempted', retryAfterSeconds: 1 },
  ])('stays closed after a hundred failures of kind $kind $detailCode', async (failure) => {
    const { states, calls } = setup();

    await calls(100, failure);

    expect(states).toEqual([]);
  });

  it('stays closed while fewer than half of the calls fail', async () => {
    const { states, calls } = setup();
    for (let i = 0; i < 30; i++) {
      await calls(2);
      await calls(1, { kind: 'timed_out' });
    }

    expect(states).toEqual([]);
  });

  it('lets one read through as a probe when half open, but no write', async () => {
    const { breaker, states, calls, halfOpened } = setup();
    await calls(5, { kind: 'timed_out' });
    await halfOpened();
    expect(breaker.blockedMs('write')).not.toBeNull();
    expect(breaker.blockedMs('read')).toBeNull();

    let end = () => {};
    const running = new Promise<CallResult<undefined>>(
      (resolve) => (end = () => resolve(answered(undefined))),
    );
    const probe = breaker.run(() => running);

    expect(breaker.blockedMs('read')).not.toBeNull();
    end();
    await probe;
    expect(states).toEqual(['open', 'half_open', 'closed']);
    expect(breaker.blockedMs('write')).toBeNull();
  });

  it('is closed by a rejection, which is an answer, and opened again by a failure', async () => {
    const { states, call, calls, halfOpened } = setup();
    await calls(5, { kind: 'timed_out' });
    await halfOpened();
    await call({ kind: 'connection_lost' });
    await halfOpened();

    await call(REFUSED('210'));

    expect(states).toEqual(['open', 'half_open', 'open', 'half_open', 'closed']);
  });

  it('opens again after a probe that was never sent', async () => {
    const { states, call, calls, halfOpened } = setup();
    await calls(5, { kind: 'timed_out' });
    await halfOpened();

    await call({ kind: 'login_paused', retryAfterSeconds: 1 });

    expect(states).toEqual(['open', 'half_open', 'open']);
  });

  it('probes Freebit on its own when no read comes', async () => {
    const probes: Promise<unknown>[] = [];
    const outcomes = [failed({ kind: 'timed_out' }), failed({ kind: 'login_paused', retryAfterSeconds: 1 })];
    const { breaker, states, calls } = setup(OPEN_MS, () =>
      probes.push(breaker.run(async () => outcomes.shift() ?? answered(undefined))),
    );

    await calls(5, { kind: 'timed_out' });
    while (states.at(-1) !== 'closed') await pause(20);

    expect(probes).toHaveLength(3);
    expect(states.filter((state) => state === 'half_open')).toHaveLength(3);
    expect(breaker.blockedMs('write')).toBeNull();
  });

  it('does not probe on its own while a read does', async () => {
    const probe = jest.fn();
    const { breaker, calls, halfOpened } = setup(OPEN_MS, probe);
    await calls(5, { kind: 'timed_out' });
    await halfOpened();

    await breaker.run(() => pause(1_500, answered(undefined)));

    expect(probe).not.toHaveBeenCalled();
  });

  it('never opens when it is switched off', async () => {
    const { breaker, calls } = setup(0);

    await calls(50, { kind: 'timed_out' });

    expect(breaker.blockedMs('write')).toBeNull();
  });
});
