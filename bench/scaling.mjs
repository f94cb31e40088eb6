import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { Pool } from 'undici';
import { load, loadTool, requestOf } from './load.mjs';
import { canPin, endAll, newClient, pin, startChild, startGateway, startRedis } from './processes.mjs';
import { commandsOf, cpuMicrosOf, EVERYTHING_ON, LOAD_CORE, SERVER_CORE } from './servers.mjs';

const USAGE = `Measures what one request costs with more replicas, callers, lines and records, all with one Redis.

  npm run bench:scaling -- [--seconds n] [--many n]

  --seconds <n>  how long each load lasts (default 8)
  --many <n>     the larger number of lines and of records (default 100000, which takes some ten minutes to prepare)
  --help         this text

All gateways share one core; Redis, the load and the stand-in for Freebit share another. So more replicas do not answer
more requests here: look at the costs of a request, which should stay the same. Linux only: processor time is read
from /proc. Needs redis-server, which npm run programs installs.`;

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    many: { type: 'string', default: '100000' },
    help: { type: 'boolean', short: 'h' },
  },
});
const seconds = Number(options.seconds);
const [FEW, MANY] = [1_000, Number(options.many)];

const read = { kind: 'read', lines: FEW };
const write = { kind: 'write', lines: FEW };
const USUAL = { replicas: 1, callers: 1, linesBefore: FEW, recordsBefore: 0 };

/** Each world is started once; its loads run one after the other. */
const WORLDS = [
  ...[1, 2, 3].map((replicas) => ({
    ...{ ...USUAL, name: `replicas: ${replicas}`, replicas },
    loads: [read, write],
  })),
  ...[10, 100].map((callers) => ({
    ...{ ...USUAL, name: `callers: ${callers}`, callers },
    loads: [read, write],
  })),
  { ...USUAL, name: `lines: ${MANY}`, linesBefore: MANY, loads: [{ ...read, lines: MANY }] },
  { ...USUAL, name: `records: ${FEW}`, recordsBefore: FEW, loads: [write] },
  { ...USUAL, name: `records: ${MANY}`, recordsBefore: MANY, loads: [write] },
];

const CONNECTIONS = 32;
/** V8 needs this long with a core of its own. */
const WARM_UP_SECONDS = 10;

async function startWorld({ replicas, callers }) {
  const { message: FREEBIT_BASE_URL } = await startChild('./upstream.mjs', {}, LOAD_CORE);
  const { url: REDIS_URL, child: redis } = await startRedis(LOAD_CORE);
  const clients = Array.from({ length: callers }, (_, n) => newClient(`bench${n}`));
  const env = {
    ...{ ...EVERYTHING_ON, FREEBIT_BASE_URL, REDIS_URL, CACHE_DETAIL_SECONDS: '600' },
    EXPECTED_REPLICAS: String(replicas),
    API_CLIENTS: JSON.stringify(clients.map(({ entry }) => entry)),
  };
  const gateways = [];
  for (let n = 0; n < replicas; n++) gateways.push(await startGateway(env, SERVER_CORE));
  const client = new Redis(REDIS_URL);
  await once(client, 'ready');
  return { gateways, redis, client, keys: clients.map(({ key }) => key) };
}

/** Makes this many requests, each for another line or with another key. */
async function fill({ gateways: [{ url }], keys }, kind, count) {
  const pool = new Pool(url, { connections: CONNECTIONS });
  const plan = { lines: kind === 'read' ? count : FEW, from: 0, run: randomUUID(), keys };
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < count; n = next++) {
      if (n > 0 && n % 10_000 === 0) console.error(`  ${n} of ${count} prepared`);
      const { body, statusCode } = await pool.request(requestOf(kind, n, plan));
      await body.dump();
      if (statusCode >= 300) throw new Error(`A request to prepare was answered ${statusCode}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  await pool.close();
}

/** The same load on every gateway at a time, and what it cost. */
async function measure({ gateways, redis, client, keys }, { kind, lines }) {
  // Writes of several gateways go to different lines, because a line has one write at a time.
  const planOf = ({ url }, place) => ({
    ...{ url, kind, lines, keys, connections: CONNECTIONS },
    from: kind === 'write' ? place * lines : 0,
    run: randomUUID(),
  });
  const runAll = (duration) =>
    Promise.all(
      gateways.map((gateway, place) => load({ ...planOf(gateway, place), seconds: duration }, LOAD_CORE)),
    );
  const costs = async () => ({
    gateway: gateways.reduce((sum, { child }) => sum + cpuMicrosOf(child.pid), 0),
    redis: cpuMicrosOf(redis.pid),
    commands: await commandsOf(client),
  });
  await runAll(WARM_UP_SECONDS * gateways.length);
  const before = await costs();
  const results = await runAll(seconds);
  const after = await costs();
  const total = (figure) => results.reduce((sum, result) => sum + result[figure], 0);
  const perRequest = (cost) => (after[cost] - before[cost]) / total('requests');
  return {
    load: kind === 'read' ? 'cached read' : kind,
    'per second': Math.round(total('perSecond')),
    'CPU us': Math.round(perRequest('gateway')),
    'CPU us of Redis': Math.round(perRequest('redis')),
    commands: Number(perRequest('commands').toFixed(1)),
    'slowest p99 ms': Number(Math.max(...results.map(({ p99 }) => p99)).toFixed(1)),
    failed: total('refused') + total('lost'),
  };
}

async function main() {
  if (canPin) pin(process.pid, LOAD_CORE);
  const rows = [];
  for (const { name, loads, linesBefore, recordsBefore, ...shape } of WORLDS) {
    console.error(`measuring ${name}`);
    const world = await startWorld(shape);
    if (loads.some(({ kind }) => kind === 'read')) await fill(world, 'read', linesBefore);
    await fill(world, 'write', recordsBefore);
    for (const each of loads) rows.push({ world: name, ...(await measure(world, each)) });
    world.client.disconnect();
    endAll();
  }
  console.table(rows);
  console.error(`Costs are per request. Load: ${loadTool}.`);
}

if (options.help) console.log(USAGE);
else await main().finally(endAll);
