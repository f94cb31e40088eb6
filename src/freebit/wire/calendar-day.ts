/** Whether a text is an existing day, written `YYYY-MM-DD`. */
export function isCalendarDay(text: string): boolean {
  // A day that is one or two too high becomes one of the next month.
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(text).getUTCDate() === Number(text.slice(8));
}

/** `YYYY-MM-DD` as Freebit writes days: `YYYYMMDD`. */
export function toWireDay(day: string): string {
  return day.replaceAll('-', '');
}
