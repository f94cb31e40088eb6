import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import openapiTS, { astToString } from 'openapi-typescript';

const USAGE = `Writes the types of clients/typescript from openapi.json.

  --check  writes nothing, exits with 1 when they are out of date
  --help   this text`;

const DESCRIPTION = new URL('../openapi.json', import.meta.url);
const TYPES = new URL('../clients/typescript/src/schema.ts', import.meta.url);
const HEAD = '// Written by `npm run client:types` from openapi.json.\n\n';

async function types() {
  return HEAD + astToString(await openapiTS(await readFile(DESCRIPTION, 'utf8')));
}

async function check() {
  if ((await readFile(TYPES, 'utf8').catch(() => '')) === (await types())) return;
  console.error(
    'The types of clients/typescript are out of date: run npm run client:types, and commit what changed.',
  );
  process.exitCode = 1;
}

const { values } = parseArgs({
  options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) console.log(USAGE);
else if (values.check) await check();
else await writeFile(TYPES, await types());
