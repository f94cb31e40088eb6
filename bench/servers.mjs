// Starts one server of bench/rows.mjs with what it needs, measures how long that takes, and observes it from outside.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { requestOf } from './load.mjs';
import {
  apiKeySha256,
  freePort,
  gatewaySettings,
  spawnOn,
  startChild,
  startRedis,
  stop,
} from './processes.mjs';

/** The server has a core for itself; the load, the stand-in for Freebit and Redis share the other. */
export const SERVER_CORE = 0;
export const LOAD_CORE = 1;
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** No limit is ever reached, but every one is checked. */
export const EVERYTHING_ON = {
  ...{ NODE_ENV: 'production', ALLOW_MEMORY_STORE: 'true', STORE_SECRET: randomBytes(32).toString('hex') },
  ...{ CLIENT_RATE_PER_SECOND: '50000', CLIENT_RATE_BURST: '100000' },
  ...{ FREEBIT_RATE_PER_SECOND: '50000', FREEBIT_RATE_BURST: '100000' },
  ...{ BULK_GUARD_LINES: '100000', BULK_GUARD_OTHER_LINES: '100000' },
  // Other programs use the machine too: a wait for the core is not an overload.
  OVERLOAD_DELAY_MS: '10000',
};

/** A server that answers, and the processes behind it. */
class RunningServer {
  #children;
  #redis;

  constructor({ url, child, children, redis, startMs }) {
    this.url = url;
    this.pid = child.pid;
    this.startMs = startMs;
    this.#children = children;
    this.#redis = redis;
  }

  cpuMicros() {
    return cpuMicrosOf(this.pid);
  }

  rssMb() {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))[1]) / 1024;
  }

  /** Commands that its Redis has executed so far; null without Redis. */
  async redisCommands() {
    return this.#redis && (await commandsOf(this.#redis));
  }

  async stop() {
    this.#redis?.disconnect();
    await Promise.all(this.#children.map(stop));
  }
}

/** Processor time of all threads of a process until now, in microseconds. */
export function cpuMicrosOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** Commands that a Redis has executed so far, including those inside scripts. */
export async function commandsOf(redis) {
  const info = await redis.info('commandstats');
  return [...info.matchAll(/^cmdstat_(.*?):calls=(\d+)/gm)].reduce(
    (sum, [, name, calls]) => sum + (/^(info|wait|replconf|ping)$/.test(name) ? 0 : Number(calls)),
    0,
  );
}

/** `args` are for Node, and `redisUrlOf` may put something between the server and its Redis. */
export async function startServer(server, { node, args = [], redisUrlOf = (url) => ({ url }) }) {
  const { child: upstream, message: FREEBIT_BASE_URL } = await startChild(
    './upstream.mjs',
    { ANSWER_MS: String(server.upstreamMs ?? 0) },
    LOAD_CORE,
  );
  const children = [upstream];
  const env = { ...gatewaySettings(), ...EVERYTHING_ON, ...server.env, FREEBIT_BASE_URL };
  const redis = server.redis ? await startRedisOf(server.redis, children) : null;
  if (redis) {
    const { url, child: between } = await redisUrlOf(redis.url);
    env.REDIS_URL = url;
    if (between) children.push(between);
  }
  const port = await freePort();
  const startedMs = performance.now();
  const child = spawnOn(SERVER_CORE, node, [...args, here(server.file)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...env, PORT: String(port), BENCH_KEY_SHA256: apiKeySha256 },
  });
  children.push(child);
  const url = `http://127.0.0.1:${port}`;
  await firstAnswer(url, child);
  return new RunningServer({
    url,
    child,
    children,
    redis: redis?.client ?? null,
    startMs: performance.now() - startedMs,
  });
}

async function firstAnswer(url, child) {
  const { path, headers } = requestOf('read', 0, { lines: 1, from: 0, run: '' });
  const isThere = () => fetch(url + path, { headers }).then((answer) => answer.text().then(() => answer.ok));
  while (!(await isThere().catch(() => false))) {
    if (child.exitCode !== null) throw new Error('A server has ended by itself');
    await pause(5);
  }
}

async function startRedisOf({ replicas }, children) {
  const primary = await startRedis(LOAD_CORE);
  children.push(primary.child);
  const client = new Redis(primary.url);
  client.on('error', () => undefined);
  await new Promise((resolve) => client.once('ready', resolve));
  for (let i = 0; i < replicas; i++) children.push((await startRedis(LOAD_CORE, primary.url)).child);
  while (Number(/connected_slaves:(\d+)/.exec(await client.info('replication'))[1]) < replicas)
    await pause(20);
  while (replicas > 0 && (await client.wait(replicas, 100)) < replicas);
  return { url: primary.url, client };
}
