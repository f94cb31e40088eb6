import { setTimeout as pause } from 'node:timers/promises';
import { check, type Verdict } from './check';
import { Client } from './client';
import { monotonicMs } from './monotonic';
import { Nemesis } from './nemesis';
import type { Options } from './options';
import { Record } from './record';
import type { RedisKind } from './redis-side';
import { Trials } from './trials';
import { LONG, SHORT, World } from './world';

/** A run has one kind of Redis. */
export interface RunOptions extends Omit<Options, 'redis'> {
  readonly redis: RedisKind;
}

export interface Outcome {
  readonly redis: RedisKind;
  readonly verdict: Verdict;
  readonly record: Record;
  /** The number of finished trials. */
  readonly trials: number;
  readonly seconds: number;
}

export interface Watching {
  readonly say: (line: string) => void;
  /** Whether to check the history while it grows, and to stop at the first violation. */
  readonly stopsEarly: boolean;
}

const PROGRESS_MS = 10_000;
const LOOK_MS = 1_500;

/** Runs all trials in their own world, and checks the history. */
export async function run(options: RunOptions, watching: Watching): Promise<Outcome> {
  const { redis, gateways, seed, bug, faults } = options;
  const timing = faults === 'all' ? SHORT : LONG;
  const record = new Record(redis, timing.leaseMs);
  const world = await World.start({ redis, gateways, seed, timing, bug }, record);
  const client = new Client(world.addresses, record);
  const fromMs = monotonicMs();
  try {
    const trials = await tryAll(options, watching, { world, client, record });
    const seconds = (monotonicMs() - fromMs) / 1000;
    return { redis, verdict: check(record), record, trials: trials.done, seconds };
  } finally {
    await client.close();
    await world.close();
  }
}

interface Stage {
  readonly world: World;
  readonly client: Client;
  readonly record: Record;
}

async function tryAll(
  options: RunOptions,
  { say, stopsEarly }: Watching,
  { world, client, record }: Stage,
): Promise<Trials> {
  const ill = options.faults === 'all';
  // A fault of a set takes seconds; with fewer clients the trials last for many faults.
  const parallel = options.redis === 'set' ? Math.ceil(options.parallel / 4) : options.parallel;
  const manners = {
    hangsUp: ill,
    truthOf: (write: string) => world.upstream.truthOf(write),
    today: () => world.clock.today(),
  };
  const trials = new Trials(client, manners, options);
  let found = false;
  const look = () => (found ||= check(record).violations.length > 0);
  const timers = [setInterval(() => say(progress(trials, record)), PROGRESS_MS)];
  if (stopsEarly) timers.push(setInterval(look, LOOK_MS));
  world.upstream.ill = ill;
  const nemesis = ill ? new Nemesis(world, record, options.seed) : null;
  try {
    const course = { isOver: () => found, mayBegin: () => world.redis.isInOrder };
    await trials.run(options.trials, parallel, course);
  } finally {
    timers.forEach(clearInterval);
    await nemesis?.stop();
    await world.heal();
  }
  if (stopsEarly && look()) return trials;
  await pause(ill ? 2 * record.leaseMs : 0);
  await trials.settle(Math.ceil(parallel / 4));
  record.settled = true;
  return trials;
}

function progress({ done }: Trials, { sendings, faults, askings }: Record): string {
  const executions = sendings.filter(({ executedMs }) => executedMs !== null).length;
  return `${done} trials, ${askings.length} requests, ${executions} executions, ${faults.length} faults`;
}
