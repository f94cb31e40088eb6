import { parseArgs } from 'node:util';
import { bugs, isBugName, type BugName } from './bug-names';
import { REDIS_KINDS, type RedisKind } from './redis-side';

export interface Options {
  readonly trials: number;
  /** The kinds of Redis that share the trials. */
  readonly redis: readonly RedisKind[];
  readonly seed: string;
  readonly gateways: number;
  readonly lines: number;
  readonly parallel: number;
  readonly faults: 'all' | 'none';
  readonly bug: BugName | null;
  readonly sensitivity: boolean;
}

export const USAGE = `Kills, pauses and disturbs a fleet of gateways while clients write through it, and checks the history.

  npm run chaos -- [options]
  npm run chaos:sensitivity -- [options]     the same against gateways with a bug: each must be found

  --trials <n>      writes that clients want (default 10000; for the bugs 2000 each)
  --redis <which>   one, or set: with replicas and Sentinels (default: both, a fifth of the trials over a set)
  --seed <text>     determines writes, faults and answers (default: a new one, which is printed)
  --gateways <n>    replicas (default 3)
  --lines <n>       phone numbers that are written to (default 30)
  --parallel <n>    clients at a time (default 48)
  --faults <which>  all or none (default all)
  --bug <name>      seeds a bug (with chaos:sensitivity: only this one):
${Object.entries(bugs)
  .map(([name, about]) => `                    ${name.padEnd(22)}${about}`)
  .join('\n')}
  --help            this text

Exits with 1 when an invariant was broken, or when a bug was not found.`;

/** Null if help is requested. Throws an error that names the wrong option. */
export function readOptions(args: string[]): Options | null {
  const { values } = parseArgs({ args, options: OPTIONS });
  if (values.help) return null;
  const { seed = Date.now().toString(36), redis, faults, bug = null, sensitivity } = values;
  if (faults !== 'all' && faults !== 'none') throw new Error('--faults must be all or none');
  if (bug !== null && !isBugName(bug)) throw new Error(`there is no bug called ${bug}`);
  return {
    trials: count('--trials', values.trials ?? (sensitivity ? '2000' : '10000')),
    redis: kindsOf(redis),
    seed,
    gateways: count('--gateways', values.gateways),
    lines: count('--lines', values.lines),
    parallel: count('--parallel', values.parallel),
    faults,
    bug,
    sensitivity,
  };
}

function kindsOf(redis: string | undefined): readonly RedisKind[] {
  if (redis === undefined) return REDIS_KINDS;
  if (redis === 'one' || redis === 'set') return [redis];
  throw new Error('--redis must be one or set');
}

const OPTIONS = {
  trials: { type: 'string' },
  redis: { type: 'string' },
  seed: { type: 'string' },
  gateways: { type: 'string', default: '3' },
  lines: { type: 'string', default: '30' },
  parallel: { type: 'string', default: '48' },
  faults: { type: 'string', default: 'all' },
  bug: { type: 'string' },
  sensitivity: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
} as const;

function count(option: string, text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new Error(`${option} must be a whole number of at least 1`);
}
