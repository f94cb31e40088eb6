import fc from 'fast-check';
import { RetryBudget } from './retry-budget';

describe('the retry budget', () => {
  it('never exceeds its share of the calls plus the reserve', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 2_000 }), (calls) => {
        const budget = new RetryBudget(10);
        let retries = 0;
        calls.forEach((fails, index) => {
          budget.payIn();
          if (fails && budget.take()) retries++;
          expect(retries).toBeLessThanOrEqual(3 + (index + 1) / 10 + 1e-6);
        });
      }),
    );
  });

  it('allows a retry for one call in ten while all fail', () => {
    const budget = new RetryBudget(10);

    const retries = Array.from({ length: 1_000 }, () => {
      budget.payIn();
      return budget.take();
    }).filter(Boolean);

    expect(retries).toHaveLength(103);
  });

  it('is empty when it is switched off', () => {
    const budget = new RetryBudget(0);

    budget.payIn();

    expect(budget.take()).toBe(false);
  });
});
