import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './sandbox-options.mjs';

const UNPACKED = fileURLToPath(new URL('../.cache/redis/redis-server', import.meta.url));
const READY = /Ready to accept connections/;

/** A redis-server that forgets no write, on a free port and in a folder of its own; both go when it is closed. */
export async function startRedis() {
  const command = ['redis-server', UNPACKED].find((path) => spawnSync(path, ['--version']).status === 0);
  if (!command)
    throw new Error('--redis needs a redis-server, and none is installed; npm run redis installs one');
  const port = await freePort('--redis', 0, '127.0.0.1');
  const folder = await mkdtemp(join(tmpdir(), 'freebit-sandbox-redis-'));
  const settings = {
    bind: '127.0.0.1',
    port,
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: 'always',
  };
  const args = Object.entries({ ...settings, 'maxmemory-policy': 'noeviction' });
  const server = spawn(
    command,
    args.flatMap(([name, value]) => [`--${name}`, `${value}`]),
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = once(server, 'exit');
  const close = async () => {
    server.kill('SIGTERM');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  if (await isReady(server, ended)) return { url: `redis://127.0.0.1:${port}`, close };
  await close();
  throw new Error(`${command} ended before it was ready`);
}

/** Its output is read to the end, so that a full pipe never blocks it. */
function isReady(server, ended) {
  return new Promise((resolve) => {
    let said = '';
    server.stdout.on('data', (chunk) => {
      if (said !== null && READY.test((said += chunk))) {
        said = null;
        resolve(true);
      }
    });
    void ended.then(() => resolve(false));
  });
}
