import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = [
  'src',
  'simulator',
  'clients/typescript/src',
  'package-lock.json',
  'tsconfig.json',
  'nest-cli.json',
  'scripts/bundle.mjs',
];
const BUILT = ['dist/main.js', 'dist-simulator/main.js', 'clients/typescript/dist/client.js'];

/**
 * Builds if a source is newer than the build, and reports that on stderr, as the build does with its output. Throws if
 * the build fails.
 */
export function buildIfOld() {
  if (newest(SOURCES) < Math.min(...BUILT.map((path) => changedAt(join(ROOT, path))))) return;
  console.error('Building, which takes a minute the first time ...');
  const { status } = spawnSync('npm', ['run', 'build'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('the build failed, see above');
}

function changedAt(path) {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

function newest(paths) {
  const files = paths.flatMap((path) => {
    const full = join(ROOT, path);
    if (!statSync(full).isDirectory()) return [full];
    return readdirSync(full, { recursive: true })
      .filter((name) => !name.endsWith('.spec.ts'))
      .map((name) => join(full, name));
  });
  return Math.max(...files.map(changedAt));
}
