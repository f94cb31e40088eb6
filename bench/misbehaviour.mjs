import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { newApiKey } from '../scripts/new-api-key.mjs';
import { percentile } from './percentile.mjs';
import {
  apiKey,
  apiKeySha256,
  canPin,
  endAll,
  pin,
  start,
  startChild,
  startGateway,
  startRedis,
  stop,
} from './processes.mjs';

const USAGE = `Reads at a steady rate while another caller misbehaves, and prints how many reads are still answered.

  npm run bench:misbehaviour -- [--seconds n] [--rate n]

  --seconds <n>  how long each way of misbehaving lasts (default 10)
  --rate <n>     reads a second of the caller that behaves (default 100)
  --help         this text

The caller that misbehaves has a key and the limits that the gateway ships with, or no key. Both come from one address,
which is the hardest case. Needs redis-server, which npm run programs installs.`;

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    rate: { type: 'string', default: '100' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [seconds, rate] = [Number(options.seconds), Number(options.rate)];
const [GATEWAY_CORE, OTHER_CORE] = [0, 1];
const scopes = ['sims:read', 'quota:write'];
const villain = newApiKey('villain');
const CLIENTS = [
  {
    id: 'bench',
    keySha256: [apiKeySha256],
    scopes,
    ratePerSecond: 1_000,
    otherLines: 100_000,
    inFlight: 1_000,
  },
  { id: 'villain', keySha256: [villain.keySha256], scopes },
];

/** Starts everything; returns a function that reads at the rate, and one that misbehaves. */
async function startAll() {
  const FREEBIT_BASE_URL = await start('./upstream.mjs', { ANSWER_MS: '20' }, OTHER_CORE);
  const { url: REDIS_URL } = await startRedis(OTHER_CORE);
  const env = {
    ...{ API_CLIENTS: JSON.stringify(CLIENTS), FREEBIT_BASE_URL, REDIS_URL },
    ...{ FREEBIT_RATE_PER_SECOND: '0', BULK_GUARD_OTHER_LINES: '600' },
  };
  const { url } = await startGateway(env, GATEWAY_CORE);
  const { port } = new URL(url);
  const { child } = await startChild('./open-loop.mjs', {}, OTHER_CORE);
  return {
    attack: (WAY) => startChild('./attacker.mjs', { PORT: port, KEY: villain.key, WAY }, OTHER_CORE),
    reads: () =>
      new Promise((resolve) => {
        child.once('message', resolve);
        child.send({ port: Number(port), key: apiKey, rate, connections: 64, seconds });
      }),
  };
}

async function main() {
  if (canPin) pin(process.pid, OTHER_CORE);
  const { attack, reads } = await startAll();
  const { child: idle, message: ways } = await attack('nothing');
  await stop(idle);
  await reads();
  const rows = [];
  for (const way of ways) {
    console.error(`measuring: ${way}`);
    const { child } = await attack(way);
    await pause(2_500);
    rows.push({ way, ...(await reads()) });
    await stop(child);
    await pause(1_000);
  }
  const [usual] = rows.map(goodput);
  console.table(rows.map((row) => toTableRow(row, usual)));
}

function toTableRow(row, usual) {
  const others = Object.entries(row.msOf).filter(([status]) => status !== '200');
  return {
    'the other does': row.way,
    'reads answered in time': `${goodput(row)} (${Math.round((100 * goodput(row)) / usual)} %)`,
    'p50 / p99 ms': `${percentile(row.msOf['200'], 0.5)} / ${percentile(row.msOf['200'], 0.99)}`,
    'lost or refused': others.map(([status, { length }]) => `${status}: ${length}`).join(', '),
  };
}

function goodput({ inTime }) {
  return inTime['200'] ?? 0;
}

if (options.help) console.log(USAGE);
else await main().finally(endAll);
