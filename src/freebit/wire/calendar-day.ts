/** Whether a text is an existing day, written `YYYY-MM-DD`. */
export function isCalendarDay(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (day === '') return false;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** `YYYY-MM-DD` as Freebit writes days: `YYYYMMDD`. */
export function toWireDay(day: string): string {
  return day.replaceAll('-', '');
}
