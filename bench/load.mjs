// Sends requests as fast as answers come, with wrk if it is installed, else with autocannon.
import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { apiKey, onCore } from './processes.mjs';

const SCRIPT = fileURLToPath(new URL('./load.lua', import.meta.url));

/** The load generator; its name is printed with the figures. */
export const loadTool = spawnSync('wrk', ['--version']).error ? 'autocannon' : 'wrk';

/**
 * Sends requests of one kind and returns requests a second, p50 and p99 in milliseconds, and how many answers were
 * refusals or never came. `keys` are the API keys that take turns, `run` names the idempotency keys, `from` is the
 * first line.
 */
export async function load(plan, core) {
  return loadTool === 'wrk' ? await withWrk(plan, core) : await withAutocannon(plan);
}

async function withWrk({ url, kind, connections, seconds, lines, from, run, keys = [apiKey] }, core) {
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', SCRIPT, url, '--'];
  const [program, ...rest] = onCore(core, 'wrk');
  const child = spawn(program, [...rest, ...args, kind, keys, lines, from, run].map(String));
  const output = await text(child.stdout);
  const figures = JSON.parse(output.slice(output.lastIndexOf('{"requests"')));
  const { requests, microseconds, p50, p99, refused, lost } = figures;
  return { requests, perSecond: requests / (microseconds / 1_000_000), p50, p99, refused, lost };
}

async function withAutocannon({ url, kind, connections, seconds: duration, lines, from, run, keys }) {
  let n = 0;
  const setupRequest = (base) => ({ ...base, ...requestOf(kind, n++, { lines, from, run, keys }) });
  const result = await autocannon({ url, connections, duration, requests: [{ setupRequest }] });
  const { requests, latency, non2xx: refused, errors: lost } = result;
  return {
    ...{ requests: requests.total, perSecond: requests.average, refused, lost },
    ...{ p50: latency.p50, p99: latency.p99 },
  };
}

/** One request as load.lua makes it. */
export function requestOf(kind, n, { lines, from, run, keys = [apiKey] }) {
  const path = `/sims/090${String(10_000_000 + from + (n % lines)).padStart(8, '0')}`;
  const known = { 'X-API-Key': keys[n % keys.length] };
  if (kind === 'read') return { method: 'GET', path, headers: known };
  if (kind === 'stranger') return { method: 'GET', path, headers: {} };
  if (kind === 'problem') return { method: 'GET', path: '/sims/0901', headers: known };
  const id = `${run}-${kind === 'replay' ? n % lines : n}`;
  const headers = { ...known, 'Content-Type': 'application/json', 'Idempotency-Key': id };
  return { method: 'POST', path: `${path}/quota`, headers, body: '{"amountMb":100}' };
}
