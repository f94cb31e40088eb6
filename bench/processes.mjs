import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { newApiKey } from '../scripts/new-api-key.mjs';

/** A client that may do all that is measured: its key, the hash of that, and its entry in `API_CLIENTS`. */
export function newClient(id) {
  const { key, keySha256 } = newApiKey(id);
  const entry = { id, keySha256: [keySha256], scopes: ['sims:read', 'quota:write'], inFlight: 10_000 };
  return { key, keySha256, entry };
}

const client = newClient('bench');
const children = [];
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** The API key for every gateway that is started here. */
export const apiKey = client.key;
export const apiKeySha256 = client.keySha256;

/** Whether processes can be bound to a core each, so that the load does not take CPU time from the measured program. */
export const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** Binds a running process to one core. */
export function pin(pid, core) {
  spawnSync('taskset', ['-apc', String(core), String(pid)]);
}

/** The command that runs a program, on one core if asked. */
export function onCore(core, program) {
  return core === undefined || !canPin ? [program] : ['taskset', '-c', String(core), program];
}

/** Runs a program, on one core if asked, until `stop` or `endAll`. */
export function spawnOn(core, program, args, options) {
  const [first, ...rest] = onCore(core, program);
  const child = spawn(first, [...rest, ...args].map(String), options);
  children.push(child);
  return child;
}

/** Runs a file of this folder and returns its first message, which is usually its address. */
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

/** What a gateway needs to start and to accept `apiKey`; its docs are off and its log is on. */
export function gatewaySettings() {
  return {
    HOST: '127.0.0.1',
    LOG_LEVEL: 'info',
    DOCS: 'off',
    API_CLIENTS: JSON.stringify([client.entry]),
    SHUTDOWN_DRAIN_SECONDS: '0',
    FREEBIT_OEM_ID: 'bench',
    FREEBIT_OEM_KEY: 'bench',
    FREEBIT_MAX_CONCURRENCY: '64',
    FREEBIT_MAX_QUEUE: '1000',
  };
}

/** Runs the built gateway until it is alive. */
export async function startGateway(env, core = undefined) {
  const port = await freePort();
  const child = spawnOn(core, process.execPath, [here('../dist/main.js')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...gatewaySettings(), PORT: String(port), BULK_GUARD_OTHER_LINES: '0', ...env },
  });
  const url = `http://127.0.0.1:${port}`;
  while (
    !(await fetch(`${url}/health/live`).then(
      (answer) => answer.ok,
      () => false,
    ))
  );
  return { url, child };
}

/** A Redis that keeps nothing on disk, alone or as the replica of another. */
export async function startRedis(core = undefined, primary = undefined) {
  const port = await freePort();
  const args = ['--port', port, '--save', '', '--appendonly', 'no', '--repl-diskless-sync-delay', '0'];
  // Otherwise a replica leaves a dump in the current folder.
  args.push('--repl-diskless-load', 'on-empty-db');
  if (primary !== undefined) args.push('--replicaof', ...new URL(primary).host.split(':'));
  const child = spawnOn(core, 'redis-server', args, { stdio: 'ignore' });
  return { url: `redis://127.0.0.1:${port}`, child };
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** Ends one process and waits until it has. */
export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}

export function endAll() {
  children.splice(0).forEach((child) => child.kill());
}
