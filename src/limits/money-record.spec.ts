import { put, readRecord } from '../store/records';
import { UnreadableRecordError } from '../store/store';
import { amountOn, count, dailyAmountForm, settle, usedMb, type DailyAmount } from './money-record';

const TODAY: DailyAmount = { day: '2026-02-05', appliedMb: 300, openMb: { a: 100, b: 50 } };

describe('the daily amount of a caller', () => {
  it('includes open additions', () => {
    expect(usedMb(TODAY)).toBe(450);
  });

  it('starts again on the next day, but not when the clock is set back', () => {
    expect(amountOn('2026-02-06', TODAY)).toEqual({ day: '2026-02-06', appliedMb: 0, openMb: {} });
    expect(amountOn('2026-02-05', TODAY)).toBe(TODAY);
    expect(amountOn('2026-02-04', TODAY)).toBe(TODAY);
    expect(amountOn('2026-02-05', null)).toEqual({ day: '2026-02-05', appliedMb: 0, openMb: {} });
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

  it('counts an attempt once', () => {
    expect(count(TODAY, { name: 'a', amountMb: 100 }, 450)).toBe(TODAY);
  });

  it('keeps an applied addition and gives back one that was not applied', () => {
    expect(usedMb(settle(TODAY, 'a', 'applied')!)).toBe(450);
    expect(usedMb(settle(TODAY, 'a', 'not_applied')!)).toBe(350);
    expect(settle(settle(TODAY, 'a', 'applied'), 'a', 'not_applied')).toBeNull();
    expect(settle(null, 'a', 'applied')).toBeNull();
  });
});

describe('a stored daily amount', () => {
  it('is read as it was written, and outlives its day', () => {
    const { next, ttlMs } = put('key', TODAY, dailyAmountForm);

    expect(readRecord(next, dailyAmountForm)).toMatchObject(TODAY);
    expect(ttlMs).toBe(48 * 3_600_000);
  });

  it.each([
    '{}',
    '{"v":1,"appliedMb":0,"openMb":{}}',
    '{"v":1,"day":"2026-02-05","openMb":{}}',
    '{"v":1,"day":"2026-02-05","appliedMb":0}',
    '{"v":1,"day":"2026-02-05","appliedMb":0,"openMb":null}',
    '{"v":1,"day":"2026-02-05","appliedMb":"0","openMb":{}}',
    '{"v":2,"day":"2026-02-05","appliedMb":0,"openMb":{}}',
  ])('cannot be read from %j', (text) => {
    expect(() => readRecord(text, dailyAmountForm)).toThrow(UnreadableRecordError);
  });
});
