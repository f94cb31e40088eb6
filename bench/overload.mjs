import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { apiKey, endAll, start, startGateway } from './processes.mjs';

const USAGE = `Sends the gateway three times what it can answer, with 500 slow connections beside it, and prints what becomes of it.

  npm run bench:overload -- [--seconds n] [--times n] [--sockets n]

  --seconds <n>  how long each phase is measured (default 8)
  --times <n>    how much more is asked than can be answered (default 3)
  --sockets <n>  connections that send a byte now and then (default 500)
  --help         this text

The load comes from the same machine and takes its share of it.`;

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    times: { type: 'string', default: '3' },
    sockets: { type: 'string', default: '500' },
    help: { type: 'boolean', short: 'h' },
  },
});
const duration = Number(options.seconds);
const headers = { 'x-api-key': apiKey };
let asked = 0;
/** Lines that differ, because reads of one line share a call. */
const line = () => `/sims/090${String(10_000_000 + (asked++ % 5_000)).padStart(8, '0')}`;

/** By status, how long each answer took. */
async function load(url, settings) {
  const msOf = new Map();
  const requests = [{ method: 'GET', headers, setupRequest: (request) => ({ ...request, path: line() }) }];
  const run = autocannon({ url, requests, duration, timeout: 5, ...settings });
  run.on('response', (_client, status, _bytes, ms) => msOf.set(status, [...(msOf.get(status) ?? []), ms]));
  const { errors, timeouts } = await run;
  const perSecond = (status) => (msOf.get(status)?.length ?? 0) / duration;
  return { msOf, perSecond, errors, timeouts };
}

/** Sends the head of a request a byte at a time and never ends it; comes back when it is cut off. */
function slowSocket(port, state) {
  const socket = connect(port, '127.0.0.1', () =>
    socket.write(`GET ${line()} HTTP/1.1\r\nHost: x\r\nX-Slow: `),
  );
  const drip = setInterval(() => socket.write('x'), 500);
  socket.on('error', () => undefined).on('data', (data) => (state.cut += data.includes('408') ? 1 : 0));
  socket.on('close', () => {
    clearInterval(drip);
    if (state.on) slowSocket(port, state);
  });
  state.sockets.add(socket);
  socket.on('close', () => state.sockets.delete(socket));
}

async function liveness(url, state) {
  const slowest = { ms: 0, failed: 0, asked: 0 };
  while (state.on) {
    const startedMs = performance.now();
    const ok = await fetch(`${url}/health/live`).then(
      (answer) => answer.ok,
      () => false,
    );
    slowest.asked++;
    if (!ok) slowest.failed++;
    slowest.ms = Math.max(slowest.ms, performance.now() - startedMs);
    await pause(100);
  }
  return slowest;
}

async function memoryMb(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]) / 1024 / 1024;
}

const percentile = (values = [], share) =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0);

async function main() {
  const FREEBIT_BASE_URL = await start('./upstream.mjs');
  const url = await startGateway({
    FREEBIT_BASE_URL,
    // The machine is to be the bottleneck, not the places towards Freebit.
    FREEBIT_MAX_CONCURRENCY: '256',
    FREEBIT_MAX_QUEUE: '256',
    OVERLOAD_IN_FLIGHT: '200',
    OVERLOAD_DELAY_MS: '30',
    LOG_LEVEL: 'error',
    CACHE_DETAIL_SECONDS: '0',
  });
  await load(url, { connections: 32, duration: 3 });
  const memoryBefore = await memoryMb(url);
  const capacity = (await load(url, { connections: 32 })).perSecond(200);
  const state = { on: true, cut: 0, sockets: new Set() };
  for (let i = 0; i < Number(options.sockets); i++) slowSocket(new URL(url).port, state);
  const living = liveness(url, state);
  const overallRate = Math.round(capacity * Number(options.times));
  const over = await load(url, { connections: 300, overallRate });
  state.on = false;
  state.sockets.forEach((socket) => socket.destroy());
  const { ms, failed, asked } = await living;
  await pause(5_000);
  const refused = over.msOf.get(503) ?? [];
  console.table({
    'capacity, 32 connections': `${Math.round(capacity)} a second`,
    'asked for': `${overallRate} a second`,
    goodput: `${Math.round(over.perSecond(200))} a second, ${Math.round((100 * over.perSecond(200)) / capacity)} %`,
    refused: `${Math.round(refused.length / duration)} a second, p50 ${percentile(refused, 0.5)} ms, p99 ${percentile(refused, 0.99)} ms`,
    'answered 200': `p50 ${percentile(over.msOf.get(200), 0.5)} ms, p99 ${percentile(over.msOf.get(200), 0.99)} ms`,
    'lost or late': `${over.errors} errors, ${over.timeouts} time-outs`,
    'slow connections cut off': `${state.cut}`,
    liveness: `${asked - failed} of ${asked}, slowest ${Math.round(ms)} ms`,
    memory: `${Math.round(memoryBefore)} MB before, ${Math.round(await memoryMb(url))} MB five seconds after`,
  });
}

if (options.help) console.log(USAGE);
else await main().finally(endAll);
