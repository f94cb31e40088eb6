import { Matches, ValidateBy, type ValidationOptions } from 'class-validator';
import { applyDecorators } from '@nestjs/common';

const TOKYO_DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' });

/** The day that it is in Tokyo at an instant, `YYYY-MM-DD`. */
export function tokyoDay(instant: Date): string {
  return TOKYO_DAY.format(instant);
}

/** A property that must be a day which exists, and which is today or later in Tokyo. */
export function IsTokyoDayFromToday(): PropertyDecorator {
  return applyDecorators(
    Matches(/^\d{4}-\d{2}-\d{2}$/, {
      message: '$property must be a calendar day written YYYY-MM-DD',
      context: { code: 'invalid_format' },
    }),
    rule('existingDay', exists, {
      message: '$property must be a day that exists',
      context: { code: 'not_a_calendar_day' },
    }),
    rule('todayOrLater', (day) => !exists(day) || day >= tokyoDay(new Date()), {
      message: '$property must be today or later in Tokyo (Asia/Tokyo)',
      context: { code: 'day_in_the_past' },
    }),
  );
}

function exists(day: string): boolean {
  const instant = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === day;
}

/** The rule speaks only about texts of the right form; the others are refused for their form. */
function rule(name: string, holds: (day: string) => boolean, options: ValidationOptions): PropertyDecorator {
  const validate = (value: unknown) =>
    typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value) || holds(value);
  return ValidateBy({ name, validator: { validate } }, options);
}
