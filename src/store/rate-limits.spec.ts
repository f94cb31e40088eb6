import { RateLimits, windowOf } from './rate-limits';

describe('a rate', () => {
  it.each([
    [
      { perSecond: 5, burst: 10 },
      { quota: 10, windowSeconds: 2 },
    ],
    [
      { perSecond: 10, burst: 20 },
      { quota: 20, windowSeconds: 2 },
    ],
    [
      { perSecond: 3, burst: 10 },
      { quota: 9, windowSeconds: 3 },
    ],
    [
      { perSecond: 100, burst: 10 },
      { quota: 100, windowSeconds: 1 },
    ],
  ])('of %j is %j', (rate, window) => {
    expect(windowOf(rate)).toEqual(window);
  });

  it('is divided among the replicas while the store does not count, but never down to zero', async () => {
    const burstOf = async (replicas: number) => {
      const limit = new RateLimits({ keyPrefix: '', replicas }).named('x', { perSecond: 1, burst: 10 });
      const verdicts = await Promise.all(Array.from({ length: 30 }, () => limit.take('key')));
      return verdicts.filter((verdict) => verdict?.refusedForMs === null).length;
    };

    expect(await Promise.all([1, 4, 1_000].map(burstOf))).toEqual([10, 2, 1]);
  });

  it('is kept separately for each key, and reports what is left', async () => {
    const limit = new RateLimits({ keyPrefix: '', replicas: 1 }).named('x', { perSecond: 1, burst: 2 });
    await limit.take('a');

    const [last, refused, other] = [await limit.take('a'), await limit.take('a'), await limit.take('b')];

    expect(last).toMatchObject({ refusedForMs: null, remaining: 0 });
    expect(refused!.refusedForMs).toBeGreaterThan(0);
    expect(refused!.refusedForMs).toBeLessThanOrEqual(2_000);
    expect(other).toMatchObject({ refusedForMs: null, remaining: 1 });
  });

  it('of 0 is no limit', async () => {
    const limit = new RateLimits({ keyPrefix: '', replicas: 1 }).named('x', { perSecond: 0, burst: 1 });

    expect(await limit.take('a')).toBeNull();
  });

  it('reports each request that is decided without the shared store', async () => {
    const alone = jest.fn();
    const away = { defineCommand: () => undefined, rlflxIncr: () => Promise.reject(new Error('away')) };
    const rates = new RateLimits({ keyPrefix: '', replicas: 2, shared: away });
    const limit = rates.named('x', { perSecond: 1, burst: 2 }, alone);

    const verdicts = [await limit.take('a'), await limit.take('a')];

    expect(verdicts.map((verdict) => verdict?.refusedForMs === null)).toEqual([true, false]);
    expect(alone).toHaveBeenCalledTimes(2);
  });

  it('reports none if there is only one replica', async () => {
    const alone = jest.fn();

    await new RateLimits({ keyPrefix: '', replicas: 1 })
      .named('x', { perSecond: 1, burst: 2 }, alone)
      .take('a');

    expect(alone).not.toHaveBeenCalled();
  });
});
