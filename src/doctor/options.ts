import { parseArgs } from 'node:util';
import { parseShareGroup, parseSim } from '../lines/line';

export const USAGE = `Finds out, with reads only, how Freebit behaves and what to set for it.

  npm run doctor -- --sim 09012345678 [options]
  node dist/doctor.js --sim 09012345678 [options]     in the image

  --sim <number>     a SIM of yours, whose details and traffic are read
  --group <code>     a share group of yours, whose traffic is read
  --foreign <number> a SIM that is not yours, to see how Freebit rejects; without it, a number that cannot exist
  --profile <file>   writes what was learned: names, types, lengths and shapes, no values
  --compare <file>   lists what differs from an earlier profile
  --json             one JSON document in place of lines
  --sandbox          starts the simulator and checks that (npm run doctor only)
  --variant <name>   the simulator differs from Freebit's papers; may be given several times, with --sandbox
  --help             this text

It reads the same settings as the gateway; npm run doctor takes them from .env, too. It logs in twice, which may end the
auth key of a running gateway once; that logs in again by itself. Exit code 0: nothing fails; 1: something fails;
2: the options are wrong.`;

/** The options are wrong; the message is one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface DoctorOptions {
  readonly help: boolean;
  readonly json: boolean;
  /** Accounts in Freebit's format. */
  readonly sim: string;
  readonly group: string | undefined;
  readonly foreign: string | undefined;
  /** Paths of files. */
  readonly profile: string | undefined;
  readonly compare: string | undefined;
}

/** Throws `UsageError`. */
export function readOptions(args: readonly string[]): DoctorOptions {
  const { help = false, json = false, sim, group, foreign, profile, compare } = parse(args);
  if (!help && sim === undefined) throw new UsageError('--sim must name a SIM of yours');
  return {
    ...{ help, json, profile, compare },
    sim: account('--sim', sim ?? '', help ? () => ({ id: '' }) : parseSim),
    group: group === undefined ? undefined : account('--group', group, parseShareGroup),
    foreign: foreign === undefined ? undefined : account('--foreign', foreign, parseSim),
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{ sim: text, group: text, foreign: text, profile: text, compare: text, json: flag },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    // The first sentence says what is wrong; the rest is about options in general.
    const [sentence = ''] = (error instanceof Error ? error.message : '').split(/[.\n]/);
    throw new UsageError(`${sentence}; --help shows the options`);
  }
}

function account(option: string, text: string, read: (text: string) => { id: string } | undefined): string {
  const found = read(text);
  if (found === undefined)
    throw new UsageError(
      `${option} must be ${option === '--group' ? 'the code of a share group' : 'a phone number such as 09012345678'}`,
    );
  return found.id;
}
