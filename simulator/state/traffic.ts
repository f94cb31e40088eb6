/** Traffic in KB with the names of PA05-01. */
export interface Traffic {
  today: number;
  /** Newest day first; the paper leaves the order open. */
  inRecentDays: number[];
  /** 10 is blacklisted, 20 is not. */
  blackList: number;
}

export type TrafficSeed = Partial<Traffic>;

const KEPT_DAYS = 30;

/** Moves `today` into the recent days, once for each midnight that has passed. */
export function rollTraffic(traffic: Traffic, days: number): void {
  const idle = new Array<number>(Math.min(days - 1, KEPT_DAYS)).fill(0);
  traffic.inRecentDays = [...idle, traffic.today, ...traffic.inRecentDays].slice(0, KEPT_DAYS);
  traffic.today = 0;
}
