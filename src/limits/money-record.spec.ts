import { amountOn, count, settle, usedMb, type DailyAmount } from './money-record';

const TODAY: DailyAmount = { day: '2026-02-05', appliedMb: 300, openMb: { a: 100, b: 50 } };

describe('the daily amount of a caller', () => {
  it('includes open additions', () => {
    expect(usedMb(TODAY)).toBe(450);
  });

  it('starts again on the next day, but not when the clock is set back', () => {
    expect(amountOn('2026-02-06', TODAY)).toEqual({ day: '2026-02-06', appliedMb: 0, openMb: {} });
    expect(amountOn('2026-02-05', TODAY)).toBe(TODAY);
    expect(amountOn('2026-02-04', TODAY)).toBe(TODAY);
  });

  it.each([
    [50, 500, 500],
    [51, 500, null],
    [1, 450, null],
    [1, 100, null],
  ])('after %i MB more with a limit of %i is %s', (amountMb, limitMb, used) => {
    const counted = count(TODAY, { name: 'c', amountMb }, limitMb);

    expect(counted && usedMb(counted)).toBe(used);
  });

  it('keeps an applied addition and gives back one that was not applied', () => {
    expect(usedMb(settle(TODAY, 'a', 'applied')!)).toBe(450);
    expect(usedMb(settle(TODAY, 'a', 'not_applied')!)).toBe(350);
    expect(settle(settle(TODAY, 'a', 'applied'), 'a', 'not_applied')).toBeNull();
    expect(settle(null, 'a', 'applied')).toBeNull();
  });
});
