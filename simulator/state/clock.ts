const DAY_MS = 24 * 60 * 60 * 1000;
const TOKYO_OFFSET_MS = 9 * 60 * 60 * 1000;

/** `YYYY-MM-DD` as Freebit writes it: `YYYYMMDD`. */
export const compactDay = (day: string): string => day.replaceAll('-', '');

/** Whether a text is a day of the calendar in the form YYYY-MM-DD. */
export function isDay(day: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

/** A day of the calendar, some days later. */
const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The first day of the next month. */
export function nextMonth(day: string): string {
  const first = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + 1);
  return first.toISOString().slice(0, 10);
}

/** The simulator's calendar in Asia/Tokyo: the real day, or a fixed one once it has been set. */
export class Clock {
  #day: string | null = null;
  readonly #onChange: () => void;

  /** @param onChange called after the day was set, advanced or reset to the real calendar */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** YYYY-MM-DD */
  today(): string {
    return this.#day ?? new Date(Date.now() + TOKYO_OFFSET_MS).toISOString().slice(0, 10);
  }

  get isReal(): boolean {
    return this.#day === null;
  }

  /** Sets the day (YYYY-MM-DD); jobs that become due are executed. */
  set(day: string): void {
    if (!isDay(day)) throw new RangeError('not a day of the calendar in the form YYYY-MM-DD');
    this.#day = day;
    this.#onChange();
  }

  /** Advances by whole days and stays there. */
  advanceDays(days: number): void {
    if (!Number.isInteger(days) || days < 0) throw new RangeError('not a whole number of days');
    this.set(addDays(this.today(), days));
  }

  /** Returns to the real calendar. */
  reset(): void {
    this.#day = null;
    this.#onChange();
  }
}
