import fc from 'fast-check';
import { Bulkhead, BulkheadRefusal } from './bulkhead';

/** A task that ends when it is told to. */
function task() {
  let end = () => {};
  const running = new Promise<void>((resolve) => (end = resolve));
  return { run: () => running, end: () => end() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a bulkhead', () => {
  it('refuses at once when the queue is full', async () => {
    const bulkhead = new Bulkhead({ places: 1, queue: 1 });
    const [inside, waiting] = [task(), task()];
    const both = [bulkhead.run(1_000, inside.run), bulkhead.run(1_000, waiting.run)];

    const refused = bulkhead.run(1_000, () => Promise.resolve());

    await expect(refused).rejects.toMatchObject({ reason: 'queue_full' });
    inside.end();
    waiting.end();
    await Promise.all(both);
  });

  it('sends away who has waited for as long as is of use, and makes room in the queue', async () => {
    const bulkhead = new Bulkhead({ places: 1, queue: 1 });
    const inside = task();
    const first = bulkhead.run(1_000, inside.run);

    await expect(bulkhead.run(5, () => Promise.resolve())).rejects.toMatchObject({ reason: 'queue_timeout' });

    const next = bulkhead.run(1_000, () => Promise.resolve('served'));
    inside.end();
    await expect(next).resolves.toBe('served');
    await first;
  });

  it('sends all away that wait when it is told to, and leaves those inside alone', async () => {
    const bulkhead = new Bulkhead({ places: 1, queue: 5 });
    const inside = task();
    const first = bulkhead.run(1_000, inside.run);
    const waiting = [1, 2, 3].map(() => bulkhead.run(1_000, () => Promise.resolve()));
    await settled();

    bulkhead.dismissWaiting();

    for (const each of waiting) await expect(each).rejects.toBeInstanceOf(BulkheadRefusal);
    inside.end();
    await expect(first).resolves.toBeUndefined();
  });

  it('never has more inside or waiting than it may, and serves in order, whatever happens', async () => {
    const step = fc.constantFrom('come' as const, 'end' as const, 'fail' as const);
    const limits = fc.record({
      places: fc.integer({ min: 1, max: 3 }),
      queue: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(limits, fc.array(step, { maxLength: 60 }), async ({ places, queue }, steps) => {
        const bulkhead = new Bulkhead({ places, queue });
        const inside: { order: number; end: (failing: boolean) => void }[] = [];
        const began: number[] = [];
        const refused: number[] = [];
        for (const [order, what] of steps.entries()) {
          const running = () =>
            new Promise<void>((resolve, reject) => {
              began.push(order);
              inside.push({ order, end: (failing) => (failing ? reject(new Error('failed')) : resolve()) });
            });
          if (what === 'come')
            bulkhead.run(60_000, running).catch((error: unknown) => {
              if (error instanceof BulkheadRefusal) refused.push(order);
            });
          else inside.shift()?.end(what === 'fail');
          await settled();
          const came = steps.slice(0, order + 1).filter((each) => each === 'come').length;
          expect(inside.length).toBeLessThanOrEqual(places);
          expect(came - began.length - refused.length).toBeLessThanOrEqual(queue);
          // Nobody waits beside a free place.
          if (inside.length < places) expect(came).toBe(began.length + refused.length);
        }
        expect(began).toEqual(began.toSorted((a, b) => a - b));
        while (inside.length > 0) {
          inside.shift()?.end(false);
          await settled();
        }
      }),
      { numRuns: 60 },
    );
  });
});
