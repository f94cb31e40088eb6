import { ProblemError } from '../http/problems/problem-error';
import { Matches, ValidateBy } from 'class-validator';
import { applyDecorators } from '@nestjs/common';
import { isCalendarDay } from '../freebit/wire/calendar-day';
import { tokyoDay } from '../limits/day-in-tokyo';

const WRITTEN = /^\d{4}-\d{2}-\d{2}$/;

/** A property that must be an existing day. Whether the day is past depends on the clock: see `problemOfDay`. */
export function IsCalendarDay(): PropertyDecorator {
  return applyDecorators(
    Matches(WRITTEN, {
      message: '$property must be a calendar day written YYYY-MM-DD',
      context: { code: 'invalid_format' },
    }),
    ValidateBy(
      { name: 'existingDay', validator: { validate: (value) => !isWritten(value) || isCalendarDay(value) } },
      { message: '$property must be a day that exists', context: { code: 'not_a_calendar_day' } },
    ),
  );
}

/** The problem of a day that is past in Tokyo; null for any other day and for undefined. */
export function problemOfDay(pointer: string, day: string | undefined): ProblemError | null {
  if (day === undefined || day >= tokyoDay(new Date())) return null;
  const name = pointer.replace('#/', '');
  const message = `${name} must be today or later in Tokyo (Asia/Tokyo)`;
  return new ProblemError('VALIDATION_FAILED', { errors: [{ pointer, code: 'day_in_the_past', message }] });
}

/** What is not written as a day is refused for its form, not for a day that does not exist. */
function isWritten(value: unknown): value is string {
  return typeof value === 'string' && WRITTEN.test(value);
}
