/** Whether a text is a day that exists, written `YYYY-MM-DD`. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
}

/** `YYYY-MM-DD` as Freebit writes days: `YYYYMMDD`. */
export function toWireDay(day: string): string {
  return day.replaceAll('-', '');
}
