import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { newApiKey } from '../scripts/new-api-key.mjs';

const { key, keySha256 } = newApiKey('bench');
const client = { id: 'bench', keySha256: [keySha256], scopes: ['sims:read', 'quota:write'] };
const children = [];
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** Gets in to every gateway that is started here. */
export const apiKey = key;

/** Whether processes can be kept to a core each, so that a load does not take the time of what it measures. */
export const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** Keeps a process that runs already to one core. */
export function pin(pid, core) {
  spawnSync('taskset', ['-apc', String(core), String(pid)]);
}

/** The command that runs a program, on one core if asked. */
function onCore(core, program) {
  return core === undefined || !canPin ? [program] : ['taskset', '-c', String(core), program];
}

/** Runs a file of this folder and tells what it first sends: most send their address. */
export async function start(file, env = {}, core = undefined) {
  return (await startChild(file, env, core)).message;
}

export async function startChild(file, env, core) {
  const [execPath, ...execArgv] = onCore(core, process.execPath);
  const child = fork(here(file), { env: { ...process.env, ...env }, execPath, execArgv });
  children.push(child);
  const [message] = await once(child, 'message');
  return { child, message };
}

/** Runs the built gateway, without the limits that would be measured instead of it, and tells its address. */
export async function startGateway(env, core = undefined) {
  const port = await freePort();
  const settings = {
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
    DOCS: 'off',
    API_CLIENTS: JSON.stringify([client]),
    SHUTDOWN_DRAIN_SECONDS: '0',
  };
  const secrets = { FREEBIT_OEM_ID: 'bench', FREEBIT_OEM_KEY: 'bench' };
  // What is measured is the way through, not how requests are refused.
  const limits = {
    FREEBIT_MAX_CONCURRENCY: '64',
    FREEBIT_MAX_QUEUE: '1000',
    FREEBIT_RATE_PER_SECOND: '0',
    CLIENT_RATE_PER_SECOND: '0',
    BULK_GUARD_LINES: '0',
    OVERLOAD_IN_FLIGHT: '0',
    OVERLOAD_DELAY_MS: '0',
  };
  const [program, ...args] = onCore(core, process.execPath);
  const child = spawn(program, [...args, here('../dist/main.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...settings, ...secrets, ...limits, ...env },
  });
  children.push(child);
  const url = `http://127.0.0.1:${port}`;
  while (
    !(await fetch(`${url}/health/live`).then(
      (answer) => answer.ok,
      () => false,
    ))
  );
  return url;
}

export async function startRedis(core = undefined) {
  const port = await freePort();
  const [program, ...args] = onCore(core, 'redis-server');
  const child = spawn(program, [...args, '--port', String(port), '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  children.push(child);
  return `redis://127.0.0.1:${port}`;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

export function endAll() {
  children.splice(0).forEach((child) => child.kill());
}
