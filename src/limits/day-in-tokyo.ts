const TOKYO_DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' });

/** The day that it is in Tokyo at an instant, `YYYY-MM-DD`. */
export function tokyoDay(instant: Date): string {
  return TOKYO_DAY.format(instant);
}
