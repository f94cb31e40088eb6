import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { newApiKey } from '../scripts/new-api-key.mjs';

const { key, keySha256 } = newApiKey('bench');
const client = { id: 'bench', keySha256: [keySha256], scopes: ['sims:read', 'quota:write'] };
const children = [];
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** Gets in to every gateway that is started here. */
export const apiKey = key;

/** Runs a file of this folder and tells the address that it sends. */
export async function start(file, env = {}) {
  const child = fork(here(file), { env: { ...process.env, ...env } });
  children.push(child);
  const [url] = await once(child, 'message');
  return url;
}

/** Runs the built gateway, without the limits that would be measured instead of it, and tells its address. */
export async function startGateway(env) {
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
  const child = spawn(process.execPath, [here('../dist/main.js')], {
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

export async function startRedis() {
  const port = await freePort();
  const child = spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no'], {
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
  children.forEach((child) => child.kill());
}
