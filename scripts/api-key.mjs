import { parseArgs } from 'node:util';
import { newApiKey } from './new-api-key.mjs';

const SCOPES = ['sims:read', 'quota:write', 'plan:write', 'operations:resolve'];

/** As `src/lines/line-pattern.ts` has them, which needs a build. */
const NUMBER = /^0(?:\d{10}|200\d{10}|\d{0,13}\*)$/;
const NAME = /^(?![+\d*]+$)[\x21-\x29\x2b-\x7e]{1,255}\*?$/;
const PLAN_CODE = /^[A-Za-z0-9_-]{1,32}$/;

const wholeNumber = (property, min, max) => ({
  property,
  value: '<n>',
  read: (text) => {
    if (/^\d{1,10}$/.test(text) && Number(text) >= min && Number(text) <= max) return Number(text);
    throw new Error(`must be a whole number from ${min} to ${max}`);
  },
});

/** The options that become members of the entry, with the limits that the gateway has for them. */
const MEMBERS = {
  lines: {
    property: 'lines',
    value: '<patterns>',
    about: 'the only lines that it may use, separated by commas: 0901*,AAA0_*,testMaster@test.ne.jp',
    read: listOf(
      (pattern) => NUMBER.test(pattern) || NAME.test(pattern),
      'national numbers, group codes or master accounts, or beginnings of them and *',
    ),
  },
  rate: {
    property: 'ratePerSecond',
    value: '<n>',
    about: 'requests per second, fractions included: 0.5',
    read: (text) => {
      if (/^\d{1,5}(\.\d{1,9})?$/.test(text) && Number(text) > 0 && Number(text) <= 10_000)
        return Number(text);
      throw new Error('must be a number above 0, 10000 at most');
    },
  },
  'traffic-lines': {
    ...wholeNumber('trafficLines', 0, 100_000),
    about: 'different lines whose traffic it may read within the window; 0: no limit',
  },
  'other-lines': {
    ...wholeNumber('otherLines', 0, 100_000),
    about: 'different lines of its other reads and its writes within the window; 0: no limit',
  },
  'in-flight': { ...wholeNumber('inFlight', 1, 10_000), about: 'requests in flight at a time' },
  'max-amount-mb': {
    ...wholeNumber('maxAmountMb', 1, 512_000),
    about: 'the most that one quota addition may add',
  },
  'daily-amount-mb': {
    ...wholeNumber('dailyAmountMb', 1, 1_000_000_000),
    about: 'the most that all its quota additions of a day in Tokyo may add',
  },
  'plan-codes': {
    property: 'planCodes',
    value: '<codes>',
    about: 'the only plans that it may change a SIM to, separated by commas',
    read: listOf(
      (code) => PLAN_CODE.test(code),
      'plan codes of 1-32 letters, digits, hyphens or underscores',
    ),
  },
};

const USAGE = `Creates an API key for an application, and its entry in API_CLIENTS.

  npm run api-key -- <id> <scopes> [options]

  <id>      names the application in logs: 1-32 letters, digits or hyphens
  <scopes>  separated by commas: ${SCOPES.join(', ')}

Limits that are left out come from the settings:

${Object.entries(MEMBERS)
  .map(([name, { value, about }]) => `  ${`--${name} ${value}`.padEnd(24)}${about}`)
  .join('\n')}
  --help                  this text

The key is shown once and not stored: the configuration has only its SHA-256. To replace a key, create another one for
the same id and add its hash to keySha256 next to the old one; remove the old one when it is no longer used. A file
that API_CLIENTS_FILE names is read again when it changes; API_CLIENTS needs a restart.`;

try {
  const { values, positionals } = readArguments();
  console.log(values.help ? USAGE : describe(positionals, values));
} catch (error) {
  console.error(`No key was made: ${error.message}.`);
  process.exitCode = 1;
}

function readArguments() {
  const members = Object.keys(MEMBERS).map((name) => [name, { type: 'string', multiple: true }]);
  try {
    return parseArgs({
      allowPositionals: true,
      options: { ...Object.fromEntries(members), help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    // The first sentence says what is wrong; what may follow is about options in general.
    throw new Error(`${error.message.split(/[.\n]/)[0]}; --help shows the options`, { cause: error });
  }
}

function describe([id, ...rest], options) {
  // Without the `--`, npm takes the options itself, and the key would have no limits.
  if (
    Object.keys(MEMBERS).some((name) => process.env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined)
  )
    throw new Error('write `--` before the arguments: npm run api-key -- ...');
  if (id === undefined || rest.length === 0) throw new Error('an id and scopes are needed; --help shows how');
  if (!/^[A-Za-z0-9-]{1,32}$/.test(id)) throw new Error('the id must be 1-32 letters, digits or hyphens');
  const scopes = scopesIn(rest);
  const members = membersIn(options);
  const { key, keySha256 } = newApiKey(id);
  return [
    `The key, for the application alone; it is not shown again:\n\n  ${key}\n`,
    `The entry for the list in API_CLIENTS, or in the file that API_CLIENTS_FILE names:\n\n  ${JSON.stringify({ id, keySha256: [keySha256], scopes, ...members })}`,
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

function membersIn(options) {
  const given = Object.entries(MEMBERS).filter(([name]) => options[name] !== undefined);
  return Object.fromEntries(
    given.map(([name, { property, read }]) => {
      try {
        return [property, read(options[name].join(','))];
      } catch (error) {
        throw new Error(`--${name} ${error.message}`, { cause: error });
      }
    }),
  );
}

function listOf(isValid, allowed) {
  return (text) => {
    const entries = text.split(',');
    if (entries.every(isValid) && entries.length <= 1_000) return entries;
    throw new Error(`must be ${allowed}`);
  };
}
