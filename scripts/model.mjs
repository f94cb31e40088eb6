#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const MODEL = new URL('../docs/developers/model/writes.pml', import.meta.url);

/** How much may happen unless a check says otherwise. */
const BASE = { ATTEMPTS: 2, FAILOVERS: 0, WIPES: 0, CRASHES: 0, LATE: 0, FINDINGS: 1, CONFIRM: 2 };

/** How much may happen in each check, in every order. */
const QUICK = {
  failover: ['FAILOVERS=1'],
  'store loss': ['WIPES=1', 'CRASHES=1', 'LATE=1'],
};
const FULL = {
  'failover, crash and late commit': ['FAILOVERS=1', 'CRASHES=1', 'LATE=1', 'FINDINGS=2'],
  'two failovers': ['FAILOVERS=2'],
  'store loss, crash and late commit': ['WIPES=1', 'CRASHES=1', 'LATE=1', 'ATTEMPTS=3', 'FINDINGS=2'],
};

/** Each removes one rule, and allows what the counterexample needs. */
const MUTANTS = {
  'no-sent': ['NO_SENT'],
  'one-replica-of-two': ['CONFIRM=1', 'FAILOVERS=1'],
  'resolution-without-attempt': ['NO_ATTEMPT', 'ATTEMPTS=3', 'FINDINGS=2', 'WIPES=1', 'CRASHES=1', 'LATE=1'],
  'no-look-at-the-lease': ['NO_LOOK'],
  'blind-delete': ['BLIND_DELETE', 'ATTEMPTS=3', 'FINDINGS=2', 'WIPES=1', 'CRASHES=1', 'LATE=1'],
  'epoch-in-another-slot': ['FAR_EPOCH', 'FINDINGS=2', 'WIPES=1', 'CRASHES=1'],
  'unknown-answer-not-recorded': ['NO_TOLD'],
};

const HELP = `Usage: npm run model [-- --full | --mutant NAME]

Checks the protocol of writes (docs/developers/model/writes.pml) with spin and a C compiler.
  (nothing)      the quick check: ${Object.keys(QUICK).join('; ')}
  --full         the full one: ${Object.keys(FULL).join('; ')}; minutes to hours, at most 16 GB
  --mutant NAME  removes a rule and prints the counterexample: ${Object.keys(MUTANTS).join(', ')}

Exit code 0: as expected (no error, or the mutant's counterexample). 1: not as expected. 2: it could not be checked.`;

class CannotCheck extends Error {}

function run(command, args, cwd) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (error || status !== 0) throw new CannotCheck(`${command} failed: ${error?.message ?? stdout + stderr}`);
  return stdout;
}

/** Checks every order of events; returns the number of states and, after an error, the failed promise and its steps. */
function check(definitions, memoryMb) {
  const dir = mkdtempSync(join(tmpdir(), 'fbgw-model-'));
  const given = Object.fromEntries(definitions.map((definition) => definition.split('=')));
  const bounds = Object.entries({ ...BASE, ...given });
  const defines = bounds.map(([name, value]) => (value === undefined ? `-D${name}` : `-D${name}=${value}`));
  try {
    writeFileSync(join(dir, 'writes.pml'), readFileSync(MODEL));
    run('spin', ['-a', ...defines, 'writes.pml'], dir);
    const options = ['-w', '-O1', '-DSAFETY', '-DCOLLAPSE', `-DMEMLIM=${memoryMb}`];
    run('gcc', [...options, '-o', 'pan', 'pan.c'], dir);
    const said = run('./pan', ['-E', '-m400000'], dir);
    const states = Number(/([\d.e+]+) states, stored/.exec(said)?.[1]);
    if (/errors: 0/.test(said)) {
      if (/out of memory|max search depth too small|not completed/i.test(said)) throw new CannotCheck(said);
      return { states, steps: null };
    }
    return { states, steps: run('spin', ['-t', '-p', ...defines, 'writes.pml'], dir) };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function checkAll(cases, memoryMb) {
  for (const [name, definitions] of Object.entries(cases)) {
    const { states, steps } = check(definitions, memoryMb);
    console.log(`${name}: ${states} states, ${steps ? 'AN ERROR' : 'no error'}`);
    if (!steps) continue;
    console.log(steps);
    return 1;
  }
  return 0;
}

function checkMutant(name) {
  const definitions = MUTANTS[name];
  if (!definitions) throw new CannotCheck(`no mutant is called ${name}; see --help`);
  const { states, steps } = check(definitions, 4_000);
  console.log(steps ?? `${name}: ${states} states, and no counterexample`);
  if (steps) console.log(`${name}: counterexample found after ${states} states`);
  return steps ? 0 : 1;
}

function main() {
  const { values } = parseArgs({
    options: { full: { type: 'boolean' }, mutant: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return console.log(HELP);
  if (values.mutant !== undefined) process.exitCode = checkMutant(values.mutant);
  else process.exitCode = values.full ? checkAll(FULL, 16_000) : checkAll(QUICK, 4_000);
}

try {
  main();
} catch (error) {
  console.error(`model: ${error.message}`);
  process.exitCode = 2;
}
