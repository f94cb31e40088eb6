import fc from 'fast-check';
import { Bulkhead } from './bulkhead';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a bulkhead', () => {
  it('refuses a call at once when the queue is full', async () => {
    const bulkhead = new Bulkhead({ slots: 1, queue: 1 });
    await bulkhead.enter(1_000);
    const waiting = bulkhead.enter(1_000);

    expect(await bulkhead.enter(1_000)).toBe('queue_full');

    bulkhead.leave();
    expect(await waiting).toBeNull();
  });

  it('dismisses a call that has waited too long, and frees its position in the queue', async () => {
    const bulkhead = new Bulkhead({ slots: 1, queue: 1 });
    await bulkhead.enter(1_000);

    expect(await bulkhead.enter(5)).toBe('queue_timeout');

    const next = bulkhead.enter(1_000);
    bulkhead.leave();
    expect(await next).toBeNull();
  });

  it('can dismiss all waiting calls without affecting the running ones', async () => {
    const bulkhead = new Bulkhead({ slots: 1, queue: 5 });
    await bulkhead.enter(1_000);
    const waiting = [1, 2, 3].map(() => bulkhead.enter(1_000));
    await settled();

    bulkhead.dismissWaiting();

    expect(await Promise.all(waiting)).toEqual(['breaker_open', 'breaker_open', 'breaker_open']);
    const next = bulkhead.enter(1_000);
    bulkhead.leave();
    expect(await next).toBeNull();
  });

  it('never exceeds its limits for running and waiting calls, and admits them in order', async () => {
    const step = fc.constantFrom('come' as const, 'end' as const);
    const limits = fc.record({
      slots: fc.integer({ min: 1, max: 3 }),
      queue: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(limits, fc.array(step, { maxLength: 60 }), async ({ slots, queue }, steps) => {
        const bulkhead = new Bulkhead({ slots, queue });
        const inside: number[] = [];
        const began: number[] = [];
        const refused: number[] = [];
        for (const [order, what] of steps.entries()) {
          if (what === 'come')
            void bulkhead.enter(60_000).then((reason) => {
              (reason === null ? began : refused).push(order);
              if (reason === null) inside.push(order);
            });
          else if (inside.shift() !== undefined) bulkhead.leave();
          await settled();
          const came = steps.slice(0, order + 1).filter((each) => each === 'come').length;
          expect(inside.length).toBeLessThanOrEqual(slots);
          expect(came - began.length - refused.length).toBeLessThanOrEqual(queue);
          // No call waits while a slot is free.
          if (inside.length < slots) expect(came).toBe(began.length + refused.length);
        }
        expect(began).toEqual(began.toSorted((a, b) => a - b));
        while (inside.length > 0) {
          inside.shift();
          bulkhead.leave();
          await settled();
        }
      }),
      { numRuns: 60 },
    );
  });
});
