import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import config from '../dist/config/config.js';
import environment from '../dist/config/environment.js';
import app from '../dist/create-app.js';
import docs from '../dist/http/docs/openapi-document.js';

const USAGE = `Writes openapi.json from the built gateway (npm run build).

  --check  writes nothing, exits with 1 when openapi.json is out of date
  --help   this text`;

/** No setting changes the description; these are the required ones. */
const HARMLESS = { FREEBIT_OEM_ID: 'none', FREEBIT_OEM_KEY: 'none', DOCS: 'off', LOG_LEVEL: 'fatal' };
const FILE = new URL('../openapi.json', import.meta.url);

async function describe() {
  const gateway = await app.createApp(config.toConfig(environment.readEnvironment(HARMLESS)));
  const text = JSON.stringify(docs.createOpenApiDocument(gateway));
  await gateway.close();
  return format(text, { ...(await resolveConfig(FILE)), parser: 'json' });
}

async function check() {
  if ((await readFile(FILE, 'utf8').catch(() => '')) === (await describe())) return;
  console.error(
    'openapi.json is out of date: run npm run build && npm run openapi, and commit what changed.',
  );
  process.exitCode = 1;
}

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) console.log(USAGE);
else if (values.check) await check();
else await writeFile(FILE, await describe());
