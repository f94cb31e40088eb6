import { RecentLook } from './recent-look';

/** A look whose answers are given one by one, on a clock that is set by hand. */
function bench(patienceMs = 20) {
  const looks: { resolve: (seen: number) => void; reject: (error: Error) => void }[] = [];
  const clock = { nowMs: 0 };
  const look = () => new Promise<number>((resolve, reject) => looks.push({ resolve, reject }));
  const times = { everyMs: 5_000, patienceMs, goodForMs: 60_000 };
  return { looks, clock, recent: new RecentLook(look, times, () => clock.nowMs) };
}

const LONG = 20_000;

describe('a recent look', () => {
  it('is made once for all who ask at the same time, and for those who ask soon after', async () => {
    const { looks, clock, recent } = bench(LONG);
    const both = [recent.seen(), recent.seen()];
    looks[0]!.resolve(7);
    expect(await Promise.all(both)).toEqual([7, 7]);
    clock.nowMs = 4_999;

    expect(await recent.seen()).toBe(7);

    expect(looks).toHaveLength(1);
  });

  it('is made anew after its time', async () => {
    const { looks, clock, recent } = bench(LONG);
    const first = recent.seen();
    looks[0]!.resolve(7);
    await first;
    clock.nowMs = 5_000;
    const second = recent.seen();
    looks[1]!.resolve(8);

    expect(await second).toBe(8);
  });

  it('says nothing when it fails, and does not say what it saw before', async () => {
    const { looks, clock, recent } = bench(LONG);
    const first = recent.seen();
    looks[0]!.resolve(7);
    await first;
    clock.nowMs = 5_000;
    const second = recent.seen();
    looks[1]!.reject(new Error('away'));

    expect(await second).toBeNull();
    expect(await recent.seen()).toBeNull();
  });

  it('holds nobody up for longer than the patience, and is not begun a second time meanwhile', async () => {
    const { looks, clock, recent } = bench();

    expect(await recent.seen()).toBeNull();
    clock.nowMs = 100_000;
    expect(await recent.seen()).toBeNull();

    expect(looks).toHaveLength(1);
  });

  it('goes on telling what it saw while a slow one is under way, until that is too old', async () => {
    const { looks, clock, recent } = bench();
    const first = recent.seen();
    looks[0]!.resolve(7);
    await first;

    clock.nowMs = 59_999;
    expect(await recent.seen()).toBe(7);
    clock.nowMs = 60_000;
    expect(await recent.seen()).toBeNull();
  });
});
