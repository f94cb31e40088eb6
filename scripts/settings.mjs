import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import config from '../dist/config/settings.js';
import standard from '../dist/config/standard-settings.js';
import { envExample, withTables } from './settings-documents.mjs';

const USAGE = `Writes .env.example, and the tables of settings in docs/operators/configuration.md, from the built gateway
(npm run build).

  --check  writes nothing, exits with 1 when one of them is out of date
  --help   this text`;

const EXAMPLE = new URL('../.env.example', import.meta.url);
const DOCUMENT = new URL('../docs/operators/configuration.md', import.meta.url);

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) console.log(USAGE);
else
  for (const [file, text] of await generated())
    await (values.check ? check(file, text) : writeFile(file, text));

async function generated() {
  const { settingGroups: own } = config;
  const { standardGroups: others } = standard;
  const document = withTables(await readFile(DOCUMENT, 'utf8'), { settings: own, standard: others });
  const path = fileURLToPath(DOCUMENT);
  const style = await resolveConfig(path);
  return [
    [EXAMPLE, envExample([...own, ...others])],
    [DOCUMENT, await format(document, { ...style, filepath: path })],
  ];
}

async function check(file, text) {
  if ((await readFile(file, 'utf8').catch(() => '')) === text) return;
  const name = fileURLToPath(file).split('/').slice(-1);
  console.error(`${name} is out of date: run npm run build && npm run settings, and commit what changed.`);
  process.exitCode = 1;
}
