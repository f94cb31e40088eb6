/** Whether a text is an existing day, written `YYYY-MM-DD`. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(text);
  // A day that is one or two too high becomes one of the next month.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** `YYYY-MM-DD` as Freebit writes days: `YYYYMMDD`. */
export function toWireDay(day: string): string {
  return day.replaceAll('-', '');
}
