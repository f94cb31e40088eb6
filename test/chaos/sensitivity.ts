import { bugNames, redisThatShows } from './bug-names';
import type { Options } from './options';
import { table } from './report';
import { run } from './run';

/** Runs the trials against each seeded bug, and returns whether all were found. */
export async function findBugs(options: Options, say: (line: string) => void): Promise<boolean> {
  const wanted = bugNames.filter((name) => options.bug === null || name === options.bug);
  const rows: (string | number)[][] = [['bug', 'found by', 'trials', 'seconds']];
  for (const bug of wanted) {
    const redis = redisThatShows(bug);
    const watching = { say: () => {}, stopsEarly: true };
    const { verdict, trials, seconds } = await run({ ...options, redis, bug }, watching);
    const [first] = verdict.violations;
    rows.push([bug, first ? `${first.invariant}: ${first.says}` : 'NOT FOUND', trials, seconds.toFixed(1)]);
    say(`${bug}: ${first ? 'found' : 'NOT FOUND'}`);
  }
  say(`\n${table(rows)}\nseed ${options.seed}`);
  return rows.every(([, found]) => found !== 'NOT FOUND');
}
