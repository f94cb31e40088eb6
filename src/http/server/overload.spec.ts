import { Overload } from './overload';

/** How many of these concurrent requests are admitted; all of them end again. */
function letIn(overload: Overload, requests = 1_000): number {
  const before = Array.from({ length: requests }, () => {
    if (overload.reasonToShed() !== null) return false;
    overload.begin();
    return true;
  });
  const count = before.filter(Boolean).length;
  for (let i = 0; i < count; i++) overload.end();
  return count;
}

describe('overload control', () => {
  it('sheds above the limit of requests in flight, until one of them ends', () => {
    const overload = new Overload({ inFlight: 2, delayMs: 0 });
    overload.begin();
    expect(overload.reasonToShed()).toBeNull();

    overload.begin();

    expect(overload.reasonToShed()).toBe('in_flight');
    overload.end();
    expect(overload.reasonToShed()).toBeNull();
  });

  it('sheds when the event loop is late repeatedly, not after single pauses', () => {
    const overload = new Overload({ inFlight: 500, delayMs: 50 });
    for (const lateMs of [400, 1, 400, 400, 400, 400, 2]) {
      letIn(overload);
      overload.tick(lateMs);
    }
    expect(letIn(overload)).toBe(500);

    for (const lateMs of [60, 60, 60, 60, 60]) overload.tick(lateMs);

    expect(letIn(overload)).toBeLessThan(500);
    expect(overload.reasonToShed()).toBeNull();
  });

  it.each([500, 0])(
    'admits fewer and fewer during overload, never none, and all afterwards (limit %i)',
    (limit) => {
      const overload = new Overload({ inFlight: limit, delayMs: 50 });
      const counts = Array.from({ length: 60 }, () => {
        overload.tick(60);
        return letIn(overload);
      });

      expect(counts).toEqual(counts.toSorted((a, b) => b - a));
      expect(counts.at(-1)).toBe(16);
      for (let i = 0; i < 1_000; i++) overload.tick(0);
      expect(letIn(overload)).toBe(limit || 1_000);
    },
  );

  it('distinguishes a late event loop from too many requests', () => {
    const overload = new Overload({ inFlight: 20, delayMs: 50 });
    for (let i = 0; i < 20; i++) overload.begin();
    expect(overload.reasonToShed()).toBe('in_flight');

    for (let i = 0; i < 5; i++) overload.tick(60);

    expect(overload.reasonToShed()).toBe('event_loop');
  });

  it('always admits enough to notice the end of an overload, but never more than the limit', () => {
    const [idle, narrow] = [500, 3].map((inFlight) => new Overload({ inFlight, delayMs: 50 }));
    for (let i = 0; i < 50; i++) [idle, narrow].forEach((overload) => overload!.tick(60));

    expect([letIn(idle!), letIn(narrow!)]).toEqual([16, 3]);
  });

  it('sheds nothing when its limits are off', () => {
    const overload = new Overload({ inFlight: 0, delayMs: 0 });
    overload.watch();
    for (let i = 0; i < 1_000; i++) overload.begin();

    expect(letIn(overload)).toBe(1_000);
  });
});
