// The CPU time of one row, by package and by function.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { measureLoad, warmUp } from './measure.mjs';
import { startServer } from './servers.mjs';

const HOOK = new URL('./profile-on-signal.mjs', import.meta.url).href;
const MOST_FUNCTIONS = 40;

/** Writes a profile of a row under load to `file`, and prints the shares of its busy time. */
export async function profileRow(server, row, { node, seconds, file }) {
  process.env.CPU_PROFILE = file;
  const running = await startServer(server, { node, args: ['--import', HOOK] });
  await warmUp(running, row);
  process.kill(running.pid, 'SIGUSR2');
  const { perSecond, cpuMicros } = await measureLoad(running, row, { connections: 32, seconds });
  process.kill(running.pid, 'SIGUSR2');
  while (!existsSync(file)) await pause(50);
  await pause(500);
  const profile = JSON.parse(readFileSync(file, 'utf8'));
  console.log(`${row.name}: ${Math.round(perSecond)} a second, ${Math.round(cpuMicros)} us of CPU a request`);
  console.table(sharesOf(profile, packageOf));
  console.table(sharesOf(profile, functionOf).slice(0, MOST_FUNCTIONS));
  console.log(`The profile is in ${file}`);
  await running.stop();
}

/** Shares of the samples that were busy, by what `nameOf` calls the frame on top. */
function sharesOf({ nodes, samples, timeDeltas }, nameOf) {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const micros = new Map();
  let busy = 0;
  samples.forEach((id, at) => {
    const frame = byId.get(id);
    if (frame.functionName === '(idle)') return;
    busy += timeDeltas[at];
    const name = nameOf(frame);
    micros.set(name, (micros.get(name) ?? 0) + timeDeltas[at]);
  });
  return [...micros]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, spent]) => ({ name, percent: Number(((100 * spent) / busy).toFixed(1)) }));
}

function packageOf({ url, functionName }) {
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (inPackage) return inPackage;
  if (url.startsWith('node:')) return `node: ${url.slice(5).split('/').slice(0, 2).join('/')}`;
  if (url !== '') return `ours: ${pathOf(url).split('/').slice(0, 2).join('/')}`;
  return functionName;
}

function functionOf({ url, functionName, lineNumber }) {
  const name = functionName || '(anonymous)';
  return url === '' ? name : `${name} ${pathOf(url)}:${lineNumber + 1}`;
}

/** A file as seen from this repository. */
function pathOf(url) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  return url
    .replace('file://', '')
    .replace(root, '')
    .replace(/^dist\//, '')
    .replace(/.*node_modules\//, '');
}
