import { parseArgs } from 'node:util';
import { ownSettings } from './own-settings.mjs';

const USAGE = `Prints the pseudonym of a line in the audit log (lineName), to find its entries.

  npm run pseudonym -- <line>

  <line>    a phone number (090... or +8190...) or the code of a share group
  --help    this text

Needs the settings of the gateway that wrote the log, in .env or in the environment: FREEBIT_BASE_URL, FREEBIT_OEM_ID,
and STORE_SECRET, or FREEBIT_OEM_KEY where the gateway has no STORE_SECRET. Needs a build: npm run build.`;

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  console.log(values.help ? USAGE : await nameOf(positionals));
} catch (error) {
  console.error(`${error.message}`);
  process.exitCode = 1;
}

async function nameOf([text, ...more]) {
  if (text === undefined || more.length > 0) throw new Error('One line is needed; --help shows how.');
  const [{ parseSim, parseShareGroup }, { LineNames }, { readEnvironment }, { toConfig }] = await Promise.all(
    [
      import('../dist/lines/line.js'),
      import('../dist/lines/line-names.js'),
      import('../dist/config/environment.js'),
      import('../dist/config/config.js'),
    ],
  );
  const line = parseSim(text) ?? parseShareGroup(text);
  if (line === undefined)
    throw new Error('That is neither a phone number (090..., +8190...) nor the code of a share group.');
  const values = readEnvironment(ownSettings());
  console.error(
    values.STORE_SECRET === undefined
      ? 'made with FREEBIT_OEM_KEY, because STORE_SECRET is not set'
      : 'made with STORE_SECRET',
  );
  const { contract, writes } = toConfig(values);
  return new LineNames(writes.secret, contract).of(line).pseudonym;
}
