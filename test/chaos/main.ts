import { USAGE, readOptions, type Options } from './options';
import { report } from './report';
import { run } from './run';
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
  const outcome = await run(options, { say, stopsEarly: false });
  say(`\n${report(outcome, options.seed)}`);
  const leftUnknown = options.faults === 'none' && outcome.verdict.counts.unknown > 0;
  if (leftUnknown) say('without faults nothing may be unknown');
  return outcome.verdict.violations.length === 0 && !leftUnknown;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(
      `The trials cannot run: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(2);
  },
);
