import type { RedisKind } from './redis-side';

export type WriteType = 'quota_addition' | 'plan_change';

/** What the gateway answered to one request. */
export interface Answer {
  readonly status: number;
  /** Of a problem; null for a success. */
  readonly code: string | null;
  readonly replayed: boolean;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One request of the client. Times are monotonic milliseconds. */
export interface Asking {
  /** Which write was asked for, as `writeName` names it. */
  readonly write: string;
  readonly gateway: number;
  readonly askedMs: number;
  /** Null while there is no answer, and for ever when it was lost or not waited for. */
  answeredMs: number | null;
  answer: Answer | null;
}

/** One request for a write as the upstream received it. */
export interface Sending {
  readonly write: string;
  /** With its contract, whose auth key the request had. */
  readonly line: string;
  readonly arrivedMs: number;
  /** When the gateway began to take the lease under which it sent this. */
  readonly leaseFromMs: number;
  /** When the upstream carried it out; null when it did not. */
  executedMs: number | null;
  /** What the upstream did, in the words of its table. */
  readonly manner: string;
  /** The result code that the gateway was given, or null when it got none that can be read. */
  readonly replied: string | null;
}

/** An operator who told the gateway what became of a write; whether this was heard is not certain. */
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

/** All that happened in a run, in the order of its beginning. */
export interface History {
  readonly askings: readonly Asking[];
  readonly sendings: readonly Sending[];
  readonly resolvings: readonly Resolving[];
  readonly faults: readonly Fault[];
  readonly redis: RedisKind;
  /** For how long a write has its line after it was put on record that it is sent. */
  readonly leaseMs: number;
  /** Whether every key has been asked for until it had an end, with all faults healed. */
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
