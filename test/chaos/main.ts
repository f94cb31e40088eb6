import { USAGE, readOptions, type Options } from './options';
import { report } from './report';
import { run, type RunOptions } from './run';
import { findBugs } from './sensitivity';

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) say(USAGE);
  return options === null || (await isWell(options)) ? 0 : 1;
}

async function isWell(options: Options): Promise<boolean> {
  say(`seed ${options.seed}`);
  if (options.sensitivity) return findBugs(options, say);
  let well = true;
  for (const share of sharesOf(options)) {
    const outcome = await run(share, { say, stopsEarly: false });
    say(`\n${report(outcome, options.seed)}\n`);
    const leftUnknown = options.faults === 'none' && outcome.verdict.counts.unknown > 0;
    if (leftUnknown) say('without faults nothing may be unknown');
    well &&= outcome.verdict.violations.length === 0 && !leftUnknown;
  }
  return well;
}

/** One run for each kind of Redis. Trials over a set take longer, so they are fewer. */
function sharesOf(options: Options): RunOptions[] {
  const overSet = options.redis.length === 1 ? options.trials : Math.ceil(options.trials / 5);
  const shares = {
    one: options.redis.length === 1 ? options.trials : options.trials - overSet,
    set: overSet,
  };
  return options.redis.map((redis) => ({ ...options, redis, trials: shares[redis] }));
}

// A run without a verdict has failed.
process.exitCode = 2;
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `The trials cannot run: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(2);
  },
);
