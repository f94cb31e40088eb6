import { setTimeout as pause } from 'node:timers/promises';
import { FreebitError, type FreebitFailure } from '../freebit-error';
import { UpstreamBreaker, type BreakerState } from './upstream-breaker';

const OPEN_MS = 100;
const LONG_OPEN_MS = 60_000;
const REFUSED = (detailCode: string): FreebitFailure => ({ kind: 'refused', detailCode, statusCode: null });

function setup(openMs = OPEN_MS) {
  const states: BreakerState[] = [];
  const breaker = new UpstreamBreaker(openMs, (state) => states.push(state));
  const call = (failure?: FreebitFailure) =>
    breaker
      .run(() => (failure ? Promise.reject(new FreebitError('PA05-01', failure)) : Promise.resolve()))
      .catch(() => undefined);
  const calls = async (times: number, failure?: FreebitFailure) => {
    for (let i = 0; i < times; i++) await call(failure);
  };
  const halfOpened = async () => {
    while (states.at(-1) !== 'half_open') await pause(5);
  };
  return { breaker, states, call, calls, halfOpened };
}

describe('the breaker', () => {
  it.each<FreebitFailure>([
    { kind: 'unreachable' },
    { kind: 'timed_out' },
    { kind: 'connection_lost' },
    { kind: 'unreadable' },
    REFUSED('900'),
  ])('opens after five of $kind $detailCode', async (failure) => {
    const { breaker, calls } = setup(LONG_OPEN_MS);
    await calls(4, failure);
    expect(breaker.refusalMs('read')).toBeNull();

    await calls(1, failure);

    expect(breaker.refusalMs('read')).toBeGreaterThan(0);
    expect(breaker.refusalMs('write')).toBeLessThanOrEqual(LONG_OPEN_MS);
  });

  it.each<FreebitFailure>([
    ...['201', '205', '210', '230', '330', '999'].map(REFUSED),
    { kind: 'auth_failed', retryAfterSeconds: 1 },
    { kind: 'login_paused', retryAfterSeconds: 1 },
    { kind: 'not_attempted', retryAfterSeconds: 1 },
  ])('stays closed after a hundred of $kind $detailCode', async (failure) => {
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

  it('lets one read find out, and no write', async () => {
    const { breaker, states, calls, halfOpened } = setup();
    await calls(5, { kind: 'timed_out' });
    await halfOpened();
    expect(breaker.refusalMs('write')).not.toBeNull();
    expect(breaker.refusalMs('read')).toBeNull();

    let end = () => {};
    const probe = breaker.run(() => new Promise<void>((resolve) => (end = resolve)));

    expect(breaker.refusalMs('read')).not.toBeNull();
    end();
    await probe;
    expect(states).toEqual(['open', 'half_open', 'closed']);
    expect(breaker.refusalMs('write')).toBeNull();
  });

  it('is closed by a refusal, which is an answer, and opened again by a fault', async () => {
    const { states, call, calls, halfOpened } = setup();
    await calls(5, { kind: 'timed_out' });
    await halfOpened();
    await call({ kind: 'connection_lost' });
    await halfOpened();

    await call(REFUSED('210'));

    expect(states).toEqual(['open', 'half_open', 'open', 'half_open', 'closed']);
  });

  it('learns nothing from a probe that was never sent', async () => {
    const { states, call, calls, halfOpened } = setup();
    await calls(5, { kind: 'timed_out' });
    await halfOpened();

    await call({ kind: 'login_paused', retryAfterSeconds: 1 });

    expect(states).toEqual(['open', 'half_open', 'open']);
  });

  it('never opens when it is switched off', async () => {
    const { breaker, calls } = setup(0);

    await calls(50, { kind: 'timed_out' });

    expect(breaker.refusalMs('write')).toBeNull();
  });
});
