import { linesOf, type Check } from './doctor/check';
import { examine } from './doctor/examine';
import { readOptions, USAGE, UsageError } from './doctor/options';

const print = (text: string) => new Promise((done) => process.stdout.write(`${text}\n`, done));

/** Checks Freebit and the dependencies of the gateway, and returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    await print(USAGE);
    return 0;
  }
  const checks: Check[] = [];
  await examine(process.env, options, (check) => {
    checks.push(check);
    if (!options.json) process.stdout.write(`${linesOf(check)}\n`);
  });
  const failed = checks.filter(({ result }) => result === 'fail').length;
  const exitCode = failed > 0 ? 1 : 0;
  const end = failed > 0 ? `\n${failed} of ${checks.length} checks fail.` : '\nNothing fails.';
  await print(options.json ? JSON.stringify({ exitCode, checks }, null, 2) : end);
  return exitCode;
}

main(process.argv.slice(2)).then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    const isUsage = error instanceof UsageError;
    // An error of a library may carry a request; ours carry one sentence.
    const reason = error instanceof Error ? error.name : 'an unknown error';
    process.stderr.write(`${isUsage ? `${error.message}.` : `The doctor has failed: ${reason}`}\n`, () =>
      process.exit(isUsage ? 2 : 1),
    );
  },
);
