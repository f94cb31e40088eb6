import fc from 'fast-check';
import { isCalendarDay, toWireDay } from './calendar-day';

describe('a calendar day', () => {
  it.each(['2026-02-28', '2024-02-29', '2000-02-29', '1970-01-01', '9999-12-31'])('may be %s', (text) => {
    expect(isCalendarDay(text)).toBe(true);
  });

  it.each([
    ...['2026-02-29', '1900-02-29', '2026-13-01', '2026-00-10', '2026-01-32', '2026-04-31', '2026-01-00'],
    ...['0001-13-13', '0004-31-01'],
    ...['2026', '2026-01', '2026-01-01T00:00:00.000Z', '+012026-01-01'],
    ...['2026-1-1', '20260101', '2026-01-01T00:00:00Z', ' 2026-01-01', '2026-01-01\n', '２０２６-01-01', ''],
  ])('is not %j', (text) => {
    expect(isCalendarDay(text)).toBe(false);
  });

  it('can be any real day, which Freebit writes without dashes', () => {
    const day = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const text = date.toISOString().slice(0, 10);

        expect(isCalendarDay(text)).toBe(true);
        expect(toWireDay(text)).toMatch(/^\d{8}$/);
      }),
    );
  });

  it('is not a text that only looks like one', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{4}-\d\d-\d\d$/), (text) => {
        const instant = new Date(`${text}T00:00:00Z`);
        const exists = !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === text;

        expect(isCalendarDay(text)).toBe(exists);
      }),
    );
  });
});
