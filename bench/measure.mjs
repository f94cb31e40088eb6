// Measures one row of a running server.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { load, requestOf } from './load.mjs';
import { startChild } from './processes.mjs';
import { LOAD_CORE, startServer } from './servers.mjs';

/** Replays repeat the writes of the warm-up; every other load continues with lines that were not read yet. */
const replayed = randomUUID();
let loads = 0;

function planOf({ url }, { kind, lines }) {
  const from = lines > 10_000 ? (loads++ % 90) * 1_000_000 : 0;
  return { url, kind, lines, from, run: kind === 'replay' ? replayed : randomUUID() };
}

/**
 * Long enough for V8 to optimise: with three seconds, a read through this gateway took half as long again as with 15.
 */
const WARM_UP_SECONDS = 10;

export async function warmUp(running, row) {
  await load({ ...planOf(running, row), connections: 32, seconds: WARM_UP_SECONDS }, LOAD_CORE);
}

/** Throughput, latencies, CPU time per request in microseconds, and Redis commands per request. */
export async function measureLoad(running, row, { connections, seconds }) {
  const before = { cpu: running.cpuMicros(), commands: await running.redisCommands() };
  const plan = { ...planOf(running, row), connections, seconds };
  const { requests, perSecond, p50, p99, refused, lost } = await load(plan, LOAD_CORE);
  const cpuMicros = (running.cpuMicros() - before.cpu) / requests;
  const commands =
    before.commands === null ? null : ((await running.redisCommands()) - before.commands) / requests;
  const wrong = (row.expected ?? 200) >= 400 ? requests - refused : refused;
  return { perSecond, p50, p99, cpuMicros, commands, failed: wrong + lost };
}

const DELAY_MS = 80;
const LOOKS = 5;

/** How many sequential round trips to Redis a request takes, in each row of a server. */
export async function awaitedTurns(server, node) {
  let between;
  const redisUrlOf = async (REDIS_URL) => {
    const { child, message: url } = await startChild('./redis-delay.mjs', { REDIS_URL }, LOAD_CORE);
    between = child;
    return { url, child };
  };
  const running = await startServer(server, { node, redisUrlOf });
  const turns = new Map();
  for (const row of server.rows) {
    const plan = planOf(running, row);
    const median = async (delayMs, from) => {
      between.send(delayMs);
      await pause(200);
      const times = [];
      for (let n = from; n < from + LOOKS; n++)
        times.push(await timeOf(running, requestOf(row.kind, n % plan.lines, plan)));
      return times.toSorted((a, b) => a - b)[Math.floor(LOOKS / 2)];
    };
    const again = row.kind === 'replay' || row.lines < 10_000 ? 0 : LOOKS;
    await median(0, 0);
    const plain = await median(0, again);
    turns.set(row.name, Math.round(((await median(DELAY_MS, 2 * again)) - plain) / DELAY_MS));
    between.send(0);
  }
  await running.stop();
  return turns;
}

async function timeOf({ url }, { path, ...request }) {
  const startedMs = performance.now();
  await (await fetch(url + path, request)).arrayBuffer();
  return performance.now() - startedMs;
}
