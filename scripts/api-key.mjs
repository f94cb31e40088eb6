import { parseArgs } from 'node:util';
import { newApiKey } from './new-api-key.mjs';

const SCOPES = ['sims:read', 'quota:write', 'plan:write', 'operations:resolve'];

/** As `src/config/line-pattern.ts` has them, which needs a build. */
const NUMBER = /^0(?:\d{10}|200\d{10}|\d{0,13}\*)$/;
const NAME = /^(?![+\d*]+$)[\x21-\x29\x2b-\x7e]{1,255}\*?$/;

const USAGE = `Makes an API key for an application, and the entry of API_CLIENTS that lets it in.

  npm run api-key -- <id> <scopes> [--lines <patterns>]

  <id>      names the application in logs: 1-32 letters, digits or hyphens
  <scopes>  separated by commas: ${SCOPES.join(', ')}
  --lines   the only lines that it may use, separated by commas: 0901*,AAA0_*,testMaster@test.ne.jp
  --help    this text

The key is shown once and kept nowhere: the configuration has its SHA-256 only. To replace a key, make another one for
the same id and add its hash to keySha256 beside the old one; take the old one out when nobody uses it any more.`;

try {
  const { values, positionals } = readArguments();
  console.log(values.help ? USAGE : describe(positionals, values.lines));
} catch (error) {
  console.error(`No key was made: ${error.message}.`);
  process.exitCode = 1;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { lines: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    // The first sentence says what is wrong; what may follow is about options in general.
    throw new Error(`${error.message.split(/[.\n]/)[0]}; --help shows the options`, { cause: error });
  }
}

function describe([id, ...rest], lines) {
  // Without the `--`, npm takes `--lines` for itself, and the key would be good for every line.
  if (process.env.npm_config_lines !== undefined)
    throw new Error('write `--` before the arguments: npm run api-key -- ...');
  if (id === undefined || rest.length === 0) throw new Error('an id and scopes are needed; --help shows how');
  if (!/^[A-Za-z0-9-]{1,32}$/.test(id)) throw new Error('the id must be 1-32 letters, digits or hyphens');
  const { key, keySha256 } = newApiKey(id);
  const scopes = scopesIn(rest);
  const entry = {
    id,
    keySha256: [keySha256],
    scopes,
    ...(lines !== undefined && { lines: linesIn(lines.join(',')) }),
  };
  return [
    `The key, for the application and nobody else; it is not shown again:\n\n  ${key}\n`,
    `The entry for the list in API_CLIENTS, or in the file that API_CLIENTS_FILE names:\n\n  ${JSON.stringify(entry)}`,
  ].join('\n');
}

function scopesIn(words) {
  const named = [...new Set(words.flatMap((word) => word.split(',')).filter((scope) => scope !== ''))];
  const unknown = named.filter((scope) => !SCOPES.includes(scope));
  if (unknown.length > 0)
    throw new Error(`no scope is called ${unknown.join(' or ')}; there are ${SCOPES.join(', ')}`);
  if (named.length === 0) throw new Error(`at least one scope is needed; there are ${SCOPES.join(', ')}`);
  return named;
}

function linesIn(text) {
  const patterns = text.split(',');
  if (patterns.every((pattern) => NUMBER.test(pattern) || NAME.test(pattern))) return patterns;
  throw new Error(
    '--lines must be national numbers, group codes or master accounts, or beginnings of them and *',
  );
}
