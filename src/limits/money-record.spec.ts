import { amountOn, count, settle, usedMb, type DailyAmount } from './money-record';

const TODAY: DailyAmount = { day: '2026-02-05', appliedMb: 300, openMb: { a: 100, b: 50 } };

describe('what a caller has added on a day', () => {
  it('counts what is open, too', () => {
    expect(usedMb(TODAY)).toBe(450);
  });

  it('begins again on the next day, and not when the clock is set back', () => {
    expect(amountOn('2026-02-06', TODAY)).toEqual({ day: '2026-02-06', appliedMb: 0, openMb: {} });
    expect(amountOn('2026-02-05', TODAY)).toBe(TODAY);
    expect(amountOn('2026-02-04', TODAY)).toBe(TODAY);
  });

  it.each([
    [50, 500, 500],
    [51, 500, null],
    [1, 450, null],
    [1, 100, null],
  ])('takes %i MB more with a limit of %i as %s', (amountMb, limitMb, used) => {
    const counted = count(TODAY, { name: 'c', amountMb }, limitMb);

    expect(counted && usedMb(counted)).toBe(used);
  });

  it('keeps what was applied and gives back what was not', () => {
    expect(usedMb(settle(TODAY, 'a', 'applied')!)).toBe(450);
    expect(usedMb(settle(TODAY, 'a', 'not_applied')!)).toBe(350);
    expect(settle(settle(TODAY, 'a', 'applied'), 'a', 'not_applied')).toBeNull();
    expect(settle(null, 'a', 'applied')).toBeNull();
  });
});
