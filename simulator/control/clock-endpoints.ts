import { isDay } from '../state/clock';
import type { Clock } from '../state/clock';
import { BadInput } from './bad-input';
import type { ControlEndpoint } from './endpoint';
import { object, type Reader, text, whole } from './readers';

const day: Reader<string> = (value, field) => {
  if (!isDay(text(value, field))) throw new BadInput(field, 'must be a day of the calendar as YYYY-MM-DD');
  return text(value, field);
};
const setting = object({ today: day });
const advance = object({ days: whole(0, 36_500) });
const state = (clock: Clock) => ({ today: clock.today(), real: clock.isReal });

/** The calendar in Asia/Tokyo. */
export const CLOCK_ENDPOINTS: readonly ControlEndpoint[] = [
  { method: 'GET', path: '/clock', summary: 'Today in Tokyo', handle: (_, { world }) => state(world.clock) },
  {
    method: 'PUT',
    path: '/clock',
    summary: 'Set the day and stop the clock: {today: "2026-02-05"}',
    handle: ({ body }, { world }) => {
      world.clock.set(setting(body, 'body').today);
      return state(world.clock);
    },
  },
  {
    method: 'POST',
    path: '/clock/advance',
    summary: 'Advance by days: {days: 1}; due jobs are carried out, traffic rolls over',
    handle: ({ body }, { world }) => {
      world.clock.advanceDays(advance(body, 'body').days);
      return state(world.clock);
    },
  },
  {
    method: 'DELETE',
    path: '/clock',
    summary: 'Back to the real calendar',
    handle: (_, { world }) => {
      world.clock.reset();
      return state(world.clock);
    },
  },
];
