import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { percentile } from './percentile.mjs';
import { apiKey, canPin, endAll, pin, start, startChild, startGateway, startRedis } from './processes.mjs';

const USAGE = `Sends the gateway three times the load that it can answer, next to 500 slow connections, and prints the results.

  npm run bench:overload -- [--seconds n] [--times n] [--sockets n]

  --seconds <n>  how long each load lasts (default 8)
  --times <n>    multiple of the load that can be answered (default 3)
  --sockets <n>  connections that send a byte now and then (default 500)
  --help         this text

First the slots for calls to Freebit are the bottleneck, as in production, then the machine. Where taskset
is installed, the gateway has one core and everything else another. Needs redis-server, which npm run programs installs.`;

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    times: { type: 'string', default: '3' },
    sockets: { type: 'string', default: '500' },
    help: { type: 'boolean', short: 'h' },
  },
});
const seconds = Number(options.seconds);
const [GATEWAY_CORE, OTHER_CORE] = [0, 1];
const AFTERWARDS_MS = 5_000;

/** As in production, but no limit is ever reached and nothing is cached: only overload is measured. */
const ALIKE = {
  LOG_LEVEL: 'info',
  OVERLOAD_DELAY_MS: '10',
  CACHE_DETAIL_SECONDS: '0',
  CLIENT_RATE_PER_SECOND: '50000',
  CLIENT_RATE_BURST: '100000',
  FREEBIT_RATE_PER_SECOND: '50000',
  FREEBIT_RATE_BURST: '100000',
};
const SCENARIOS = [
  {
    name: 'Freebit answers after 50 ms and has 8 slots',
    upstream: { ANSWER_MS: '50' },
    gateway: { FREEBIT_MAX_CONCURRENCY: '8', FREEBIT_MAX_QUEUE: '32' },
  },
  {
    name: 'Freebit answers at once and has room for all',
    upstream: {},
    gateway: { FREEBIT_MAX_CONCURRENCY: '256', FREEBIT_MAX_QUEUE: '256' },
  },
];

/** Sends the head of a request byte by byte and never ends it; starts again when it is cut off. */
function slowSocket(port, state) {
  const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '));
  const drip = setInterval(() => socket.write('x'), 500);
  state.sockets.add(socket);
  socket.on('error', () => undefined).on('data', (data) => (state.cut += data.includes('408') ? 1 : 0));
  socket.on('close', () => {
    clearInterval(drip);
    state.sockets.delete(socket);
    if (state.on) slowSocket(port, state);
  });
}

/** Calls the liveness probe ten times a second. */
async function liveness(url, state) {
  const seen = { asked: 0, failed: 0, slowestMs: 0 };
  while (state.on) {
    const startedMs = performance.now();
    const ok = await fetch(`${url}/health/live`).then(
      (answer) => answer.ok,
      () => false,
    );
    seen.asked++;
    if (!ok) seen.failed++;
    seen.slowestMs = Math.max(seen.slowestMs, performance.now() - startedMs);
    await pause(100);
  }
  return seen;
}

async function memoryMb(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Math.round(Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]) / 1024 / 1024);
}

const p50and99 = (values) => `p50 ${percentile(values, 0.5)} ms, p99 ${percentile(values, 0.99)} ms`;

/** Sends a load far above capacity next to slow connections, and returns the results. */
async function overload({ url, port, load, rate }) {
  const state = { on: true, cut: 0, sockets: new Set() };
  for (let i = 0; i < Number(options.sockets); i++) slowSocket(port, state);
  const living = liveness(url, state);
  const results = await load({ rate, connections: 1_000 });
  state.on = false;
  state.sockets.forEach((socket) => socket.destroy());
  return { ...results, cut: state.cut, living: await living };
}

async function measure({ upstream, gateway }) {
  const FREEBIT_BASE_URL = await start('./upstream.mjs', upstream, OTHER_CORE);
  const { url: REDIS_URL } = await startRedis(OTHER_CORE);
  const { url } = await startGateway({ ...ALIKE, ...gateway, FREEBIT_BASE_URL, REDIS_URL }, GATEWAY_CORE);
  const { port } = new URL(url);
  const { child } = await startChild('./open-loop.mjs', {}, OTHER_CORE);
  const load = (what) =>
    new Promise((resolve) => {
      child.once('message', resolve);
      child.send({ port: Number(port), key: apiKey, seconds, ...what });
    });
  await load({ connections: 32 });
  const capacity = (await load({ connections: 32 })).inTime['200'] / seconds;
  const rate = Math.round(capacity * Number(options.times));
  const memory = [await memoryMb(url)];
  const rounds = [];
  for (let i = 0; i < 2; i++) {
    rounds.push(await overload({ url, port, load, rate }));
    await pause(AFTERWARDS_MS);
    memory.push(await memoryMb(url));
  }
  return { capacity, rate, rounds, memory };
}

function tableOf({ capacity, rate, rounds, memory }) {
  const rows = rounds.map(({ msOf, inTime, unanswered, cut, living }) => ({
    requested: `${rate} a second`,
    goodput: `${Math.round(inTime['200'] / seconds)} a second, ${Math.round((100 * inTime['200']) / seconds / capacity)} %`,
    'answered 200': p50and99(msOf['200']),
    'refused 503': `${Math.round((inTime['503'] ?? 0) / seconds)} a second, ${p50and99(msOf['503'])}`,
    'lost, or not answered': `${(msOf.lost ?? []).length}, ${unanswered}`,
    'slow connections cut off': cut,
    liveness: `${living.asked - living.failed} of ${living.asked}, slowest ${Math.round(living.slowestMs)} ms`,
  }));
  const names = Object.keys(rows[0]);
  const table = names.map((name) => [name, { 'first time': rows[0][name], again: rows[1][name] }]);
  const afterwards = { 'first time': `${memory[1]} MB`, again: `${memory[2]} MB` };
  return {
    'capacity, 32 connections': { 'first time': `${Math.round(capacity)} a second` },
    ...Object.fromEntries(table),
    'memory before': { 'first time': `${memory[0]} MB` },
    'memory 5 s after': afterwards,
  };
}

async function main() {
  if (canPin) pin(process.pid, OTHER_CORE);
  else console.error('All share the same cores: the load takes some of what it measures.');
  for (const scenario of SCENARIOS) {
    console.error(`measuring: ${scenario.name}`);
    console.log(scenario.name);
    console.table(tableOf(await measure(scenario)));
    endAll();
  }
}

if (options.help) console.log(USAGE);
else await main().finally(endAll);
