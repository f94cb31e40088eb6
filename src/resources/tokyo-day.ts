import { ProblemError } from '../http/problems/problem-error';
import { Matches, ValidateBy, type ValidationOptions } from 'class-validator';
import { applyDecorators } from '@nestjs/common';
import { tokyoDay } from '../limits/day-in-tokyo';

/** A property that must be an existing day. Whether the day is past depends on the clock: see `problemOfDay`. */
export function IsCalendarDay(): PropertyDecorator {
  return applyDecorators(
    Matches(/^\d{4}-\d{2}-\d{2}$/, {
      message: '$property must be a calendar day written YYYY-MM-DD',
      context: { code: 'invalid_format' },
    }),
    rule('existingDay', exists, {
      message: '$property must be a day that exists',
      context: { code: 'not_a_calendar_day' },
    }),
  );
}

/** The problem of a day that is past in Tokyo; null for any other day and for undefined. */
export function problemOfDay(pointer: string, day: string | undefined): ProblemError | null {
  if (day === undefined || day >= tokyoDay(new Date())) return null;
  const name = pointer.replace('#/', '');
  const message = `${name} must be today or later in Tokyo (Asia/Tokyo)`;
  return new ProblemError('VALIDATION_FAILED', { errors: [{ pointer, code: 'day_in_the_past', message }] });
}

function exists(day: string): boolean {
  const instant = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === day;
}

/** The rule checks only texts of the right form; others are refused for their form. */
function rule(name: string, holds: (day: string) => boolean, options: ValidationOptions): PropertyDecorator {
  const validate = (value: unknown) =>
    typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value) || holds(value);
  return ValidateBy({ name, validator: { validate } }, options);
}
