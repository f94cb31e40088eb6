import type { RedisKind } from './redis-side';

export type WriteType = 'quota_addition' | 'plan_change';

/** The gateway's answer to one request. */
export interface Answer {
  readonly status: number;
  /** Of a problem; null for a success. */
  readonly code: string | null;
  readonly replayed: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One request of the client. Times are monotonic milliseconds. */
export interface Asking {
  /** The requested write, as `writeName` names it. */
  readonly write: string;
  readonly gateway: number;
  readonly askedMs: number;
  /** Null while there is no answer, or if it was lost or not waited for. */
  answeredMs: number | null;
  answer: Answer | null;
}

/** One request for a write as the upstream received it. */
export interface Sending {
  readonly write: string;
  /** With its contract, whose auth key the request had. */
  readonly line: string;
  readonly arrivedMs: number;
  /** When the gateway began to acquire the lease for this request. */
  readonly leaseFromMs: number;
  /** When the upstream executed it; null if it did not. */
  executedMs: number | null;
  /** What the upstream did, as named in its table. */
  readonly manner: string;
  /** The result code that the gateway received; null if it received no readable one. */
  readonly replied: string | null;
}

/** An operator's report of an outcome to the gateway, which may not have arrived. */
export interface Resolving {
  readonly write: string;
  readonly outcome: 'applied' | 'not_applied';
  readonly atMs: number;
}

export interface Fault {
  readonly name: string;
  readonly fromMs: number;
  untilMs: number | null;
}

/** Everything that happened in a run, in the order of its beginning. */
export interface History {
  readonly askings: readonly Asking[];
  readonly sendings: readonly Sending[];
  readonly resolvings: readonly Resolving[];
  readonly faults: readonly Fault[];
  readonly redis: RedisKind;
  /** How long a write keeps its line after it was recorded as sent. */
  readonly leaseMs: number;
  /** Whether every key was retried until it had an outcome, with all faults healed. */
  readonly settled: boolean;
}

/** What happened around one write. */
export interface WriteStory {
  readonly write: string;
  readonly askings: readonly Asking[];
  readonly sendings: readonly Sending[];
  readonly resolvings: readonly Resolving[];
}

/** The same history, write by write. */
export function storiesOf({ askings, sendings, resolvings }: History): WriteStory[] {
  const stories = new Map<
    string,
    { write: string; askings: Asking[]; sendings: Sending[]; resolvings: Resolving[] }
  >();
  const of = (write: string) => {
    const story = stories.get(write) ?? { write, askings: [], sendings: [], resolvings: [] };
    stories.set(write, story);
    return story;
  };
  for (const asking of askings) of(asking.write).askings.push(asking);
  for (const sending of sendings) of(sending.write).sendings.push(sending);
  for (const resolving of resolvings) of(resolving.write).resolvings.push(resolving);
  return [...stories.values()];
}
