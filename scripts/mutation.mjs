#!/usr/bin/env node
// Changes the state machines, decoders and parsers in small ways, and counts the changes that their unit tests notice.
import { Stryker } from '@stryker-mutator/core';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';

/** The files by folder. */
const NAMES = {
  writes: ['write-record', 'idempotency-key', 'write-names'],
  lines: ['line', 'line-pattern', 'line-record'],
  reads: ['freshness', 'cache-status'],
  'freebit/auth': ['auth-record-transitions'],
  'freebit/wire': ['answer-body', 'calendar-day', 'envelope', 'wire-json', 'wire-reader'],
  limits: ['money-record'],
};
const FILES = Object.entries(NAMES).flatMap(([folder, names]) =>
  names.map((name) => `src/${folder}/${name}.ts`),
);

/** The least that must be noticed, in percent: of all changes, and of those in one file. */
const LEAST = { all: 93, ofFile: 85 };

const HELP = `Usage: npm run mutation [-- FILE ...]

Changes files of src in small ways and counts the changes that the tests beside them notice; lists the others.
By default: ${FILES.join(', ')}; takes about fifteen minutes.
Exit code 0: at least ${LEAST.all} % of all changes and ${LEAST.ofFile} % of each file. 1: less.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' } },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

const { projects, testTimeout } = createRequire(import.meta.url)('../jest.config.cjs');
const unit = projects.find(({ displayName }) => displayName === 'unit');

/** The changes of one file, each with whether its tests noticed it. One file at a time, because few tests load fast. */
async function mutate(file) {
  const folder = dirname(file);
  const stryker = new Stryker({
    mutate: [file],
    testRunner: 'jest',
    jest: {
      projectType: 'custom',
      config: {
        ...unit,
        displayName: undefined,
        testTimeout,
        roots: [`<rootDir>/${folder}`],
        testMatch: [`**/${basename(file, '.ts')}.spec.ts`],
      },
    },
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    concurrency: 2,
    timeoutMS: 20_000,
    reporters: [],
    fileLogLevel: 'off',
    logLevel: 'error',
    tempDirName: '.stryker',
    cleanTempDir: 'always',
  });
  return await stryker.runMutationTest();
}

/** Changes that have no effect on the types or that no test can reach are not counted. */
const counted = ({ status }) => ['Killed', 'Timeout', 'Survived', 'NoCoverage'].includes(status);
const noticed = ({ status }) => status === 'Killed' || status === 'Timeout';

function percent(mutants) {
  return mutants.length === 0 ? 100 : (100 * mutants.filter(noticed).length) / mutants.length;
}

const all = [];
const tooLow = [];
for (const file of positionals.length > 0 ? positionals : FILES) {
  const mutants = (await mutate(file)).filter(counted);
  all.push(...mutants);
  const share = percent(mutants);
  if (share < LEAST.ofFile) tooLow.push(file);
  console.log(`${file}: ${share.toFixed(1)} % of ${mutants.length}`);
  for (const { location, mutatorName, replacement } of mutants.filter((mutant) => !noticed(mutant)))
    console.log(
      `  line ${location.start.line + 1}: ${mutatorName}: ${(replacement ?? '').replace(/\s+/g, ' ').slice(0, 100)}`,
    );
}
const total = percent(all);
console.log(`all: ${total.toFixed(1)} % of ${all.length}`);
if (tooLow.length > 0) console.log(`below ${LEAST.ofFile} %: ${tooLow.join(', ')}`);
process.exit(total < LEAST.all || tooLow.length > 0 ? 1 : 0);
