import 'reflect-metadata';
import { validateSync } from 'class-validator';
import { tokyoDay } from '../limits/day-in-tokyo';
import { IsCalendarDay, problemOfDay } from './tokyo-day';

class Request {
  @IsCalendarDay()
  readonly day: unknown;

  constructor(day: unknown) {
    this.day = day;
  }
}

/** The error codes for the form of a day. */
function brokenBy(day: unknown): unknown[] {
  const [error] = validateSync(new Request(day));
  return Object.values(error?.contexts ?? {}).map((context: { code?: unknown }) => context.code);
}

afterEach(() => jest.useRealTimers());

describe('a day in Tokyo', () => {
  it.each([
    ['2026-02-05T14:59:59.999Z', '2026-02-05'],
    ['2026-02-05T15:00:00.000Z', '2026-02-06'],
    ['2026-12-31T15:00:00.000Z', '2027-01-01'],
    ['2028-02-28T15:00:00.000Z', '2028-02-29'],
    ['2026-06-30T00:00:00.000Z', '2026-06-30'],
  ])('at %s is %s', (instant, day) => {
    expect(tokyoDay(new Date(instant))).toBe(day);
  });

  it.each([
    ['one second before midnight in Tokyo', '2026-02-05T14:59:59Z', '2026-02-05', []],
    ['at midnight in Tokyo', '2026-02-05T15:00:00Z', '2026-02-05', ['day_in_the_past']],
    ['at midnight in Tokyo', '2026-02-05T15:00:00Z', '2026-02-06', []],
    ['at midnight in London', '2026-02-06T00:00:00Z', '2026-02-05', ['day_in_the_past']],
    ['on New Year in Tokyo', '2026-12-31T15:00:00Z', '2026-12-31', ['day_in_the_past']],
    ['on New Year in Tokyo', '2026-12-31T15:00:00Z', '2027-01-01', []],
    ['on the 28th before a leap day', '2028-02-27T15:00:00Z', '2028-02-29', []],
  ])('is checked %s (%s): %s', (_when, instant, day, codes) => {
    jest.useFakeTimers({ now: new Date(instant), doNotFake: ['performance', 'nextTick'] });

    const problem = problemOfDay('#/expiresOn', day);

    expect((problem?.facts.errors ?? []).map(({ code }) => code)).toEqual(codes);
    expect(brokenBy(day)).toEqual([]);
  });

  it.each([
    ['2027-02-29', ['not_a_calendar_day']],
    ['2027-02-30', ['not_a_calendar_day']],
    ['2100-02-29', ['not_a_calendar_day']],
    ['2027-04-31', ['not_a_calendar_day']],
    ['2027-00-10', ['not_a_calendar_day']],
    ['2027-10-00', ['not_a_calendar_day']],
    ['0000-00-00', ['not_a_calendar_day']],
    ['0001-13-13', ['not_a_calendar_day']],
    ['9999-12-31', []],
    ['0001-01-01', []],
    ['20270101', ['invalid_format']],
    ['2027-1-1', ['invalid_format']],
    ['27-01-01', ['invalid_format']],
    ['2027-01-01T00:00:00Z', ['invalid_format']],
    ['+002027-01-01', ['invalid_format']],
    ['２０２７-01-01', ['invalid_format']],
    ['2027-01-01\n', ['invalid_format']],
    ['', ['invalid_format']],
    [20270101, ['invalid_format']],
    [null, ['invalid_format']],
    [['2027-01-01'], ['invalid_format']],
    [{}, ['invalid_format']],
  ])('written %j breaks the rules %j', (day, codes) => {
    expect(brokenBy(day)).toEqual(codes);
  });
});
