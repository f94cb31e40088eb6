import { transform } from '@swc/core';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Copies the built gateway and these tests to a folder that no later build changes, and runs them there. */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CACHE = join(ROOT, '.cache/chaos');
const SWC = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
};

await mkdir(CACHE, { recursive: true });
const folder = await mkdtemp(join(CACHE, 'run-'));
try {
  await cp(join(ROOT, 'dist'), join(folder, 'src'), { recursive: true });
  // The gateway reads its version there.
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  for (const part of ['test/chaos', 'test/harness']) await compile(part);
  process.exitCode = await run(join(folder, 'test/chaos/main.js'));
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function compile(part) {
  await mkdir(join(folder, part), { recursive: true });
  const names = (await readdir(join(ROOT, part))).filter((name) => /(?<!-spec)\.ts$/.test(name));
  for (const name of names) {
    const source = await readFile(join(ROOT, part, name), 'utf8');
    const { code } = await transform(source, { ...SWC, filename: name });
    await writeFile(join(folder, part, name.replace(/ts$/, 'js')), code);
  }
}

async function run(entry) {
  const child = spawn(process.execPath, ['--enable-source-maps', entry, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  // Ctrl-C reaches the child too; here it must not prevent the removal of the folder.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  const [code, signal] = await once(child, 'close');
  if (signal) process.stderr.write(`The trials were ended by ${signal}.\n`);
  return code ?? 1;
}
