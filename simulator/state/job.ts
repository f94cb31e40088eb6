export const JOB_FUNCTIONS = [
  'regist',
  'stop',
  'resume',
  'cancel',
  'revival',
  'plnset',
  'plnunset',
  'change',
  'chgctract',
] as const;
export type JobFunction = (typeof JOB_FUNCTIONS)[number];

/** An asynchronous job that is scheduled for a day. */
export interface Job {
  func: JobFunction;
  /** YYYYMMDD */
  date: string;
  /** Plan that a `plnset` sets. */
  planCode?: string;
  /** What a plan change says about the global address. */
  globalIp?: string;
}

/** A job is due when its day was reached after `from` and up to `to` (YYYYMMDD): one seeded in the past stays. */
export const isDue = (job: Job | null, from: string, to: string): boolean =>
  job !== null && job.date > from && job.date <= to;
