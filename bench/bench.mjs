import { parseArgs } from 'node:util';
import { loadTool } from './load.mjs';
import { awaitedTurns, measureLoad, warmUp } from './measure.mjs';
import { canPin, endAll, pin } from './processes.mjs';
import { profileRow } from './profile.mjs';
import { servers } from './rows.mjs';
import { LOAD_CORE, startServer } from './servers.mjs';

const USAGE = `Measures the gateway and other programs that answer the same requests, in one run on one machine.
Only the ratios mean anything.

  npm run bench -- [--rows regexp] [--rounds n] [--seconds n] [--node path] [--profile row]

  --rows <regexp>  only rows whose name matches, and their baselines
  --rounds <n>     how many times each server is started and measured (default 5)
  --seconds <n>    how long each load lasts after ten seconds to warm up (default 4)
  --node <path>    the Node that runs the servers (default: this one)
  --profile <row>  writes a CPU profile of one row instead, and prints its shares by package and function
  --json           the figures as JSON
  --help           this text

Every round starts each server once, so that a busy moment of the machine affects all of them. A server has one core; the
load, Redis and the stand-in for Freebit have the other, where taskset is installed. The load is made by wrk, or by
autocannon where wrk is not installed. Rows with Redis need redis-server, which npm run programs installs. Linux only:
processor time and memory are read from /proc.`;

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    node: { type: 'string', default: process.execPath },
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h' },
  },
});
const [rounds, seconds] = [Number(options.rounds), Number(options.seconds)];
const { node } = options;

/** The servers with their requested rows, baselines included. */
function chosen() {
  if (options.rows === undefined) return servers;
  const isAsked = ({ name }) => new RegExp(options.rows).test(name);
  const all = servers.flatMap(({ rows }) => rows);
  const names = new Set(all.filter(isAsked).flatMap(({ name, baseline }) => [name, baseline]));
  return servers
    .map((server) => ({ ...server, rows: server.rows.filter(({ name }) => names.has(name)) }))
    .filter(({ rows }) => rows.length > 0);
}

/** Starts a server, measures its rows and ends it. */
async function round(server, note) {
  const running = await startServer(server, { node });
  const idleMb = running.rssMb();
  for (const row of server.rows) {
    await warmUp(running, row);
    const many = await measureLoad(running, row, { connections: 32, seconds });
    const one = await measureLoad(running, row, { connections: 1, seconds: Math.ceil(seconds / 2) });
    note(row.name, {
      ...many,
      p50One: one.p50,
      p99One: one.p99,
      idleMb,
      startMs: running.startMs,
      loadedMb: running.rssMb(),
    });
  }
  await running.stop();
}

const sorted = (values) => values.toSorted((a, b) => a - b);
const median = (values) => sorted(values)[Math.floor(values.length / 2)];
const range = (values) => `${Math.round(Math.min(...values))}-${Math.round(Math.max(...values))}`;

function tableOf(rows, found, turns) {
  return rows.map(({ name, baseline }) => {
    const of = (figure, row = name) => median(found.get(row).map((figures) => figures[figure]));
    const commands = of('commands');
    return {
      row: name,
      share: round2(of('perSecond') / of('perSecond', baseline)),
      'CPU share': round2(of('cpuMicros', baseline) / of('cpuMicros')),
      'per second': Math.round(of('perSecond')),
      'min-max': range(found.get(name).map(({ perSecond }) => perSecond)),
      'CPU us': Math.round(of('cpuMicros')),
      'p50 / p99 ms, 32': `${round2(of('p50'))} / ${round2(of('p99'))}`,
      'p50 / p99 ms, 1': `${round2(of('p50One'))} / ${round2(of('p99One'))}`,
      'Redis turns': turns.get(name) ?? '',
      commands: commands === null ? '' : round2(commands),
      'RSS MB idle / loaded': `${Math.round(of('idleMb'))} / ${Math.round(of('loadedMb'))}`,
      'first 200 ms': Math.round(of('startMs')),
      failed: found.get(name).reduce((sum, { failed }) => sum + failed, 0),
    };
  });
}

const round2 = (value) => Number(value.toFixed(2));

async function bench() {
  const all = chosen();
  const found = new Map();
  const note = (name, figures) => found.set(name, [...(found.get(name) ?? []), figures]);
  for (let i = 1; i <= rounds; i++) {
    for (const server of all) {
      console.error(`round ${i} of ${rounds}: ${server.rows.map(({ name }) => name).join(' · ')}`);
      await round(server, note);
    }
  }
  console.error('counting the round trips to Redis that a request waits for');
  const turns = new Map();
  for (const server of all.filter(({ redis }) => redis))
    for (const [name, count] of await awaitedTurns(server, node)) turns.set(name, count);
  const rows = all.flatMap((server) => server.rows);
  const table = tableOf(rows, found, turns);
  if (options.json) console.log(JSON.stringify(table, null, 2));
  else console.table(table);
  console.error(
    `Load: ${loadTool}. ${canPin ? 'One core for the server and one for everything else.' : 'All share the same cores.'}`,
  );
}

async function profile() {
  const server = servers.find(({ rows }) => rows.some(({ name }) => name === options.profile));
  if (server === undefined) throw new Error(`There is no row with this name: ${options.profile}`);
  const row = server.rows.find(({ name }) => name === options.profile);
  const file = `${options.profile.replace(/\W+/g, '-')}-${Date.now()}.cpuprofile`;
  await profileRow(server, row, { node, seconds, file });
}

async function main() {
  if (canPin) pin(process.pid, LOAD_CORE);
  await (options.profile === undefined ? bench() : profile());
}

if (options.help) console.log(USAGE);
else await main().finally(endAll);
