import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = `Makes sure that there is a redis-server for the tests: the installed one, else Debian's, unpacked without root.

  --local  even when one is installed, for trying this out
  --help   this text`;

const HOME = fileURLToPath(new URL('../.cache/redis/', import.meta.url));
const BINARY = join(HOME, 'redis-server');

const runs = (command) => spawnSync(command, ['--version']).status === 0;

/** Debian's packages with what they need; the C library is everybody's. */
function packages() {
  const listed = execFileSync('apt-cache', ['depends', 'redis-tools'], { encoding: 'utf8' });
  const needed = [...listed.matchAll(/^ +Depends: ([a-z0-9.+-]+)$/gm)].map(([, name]) => name);
  return ['redis-server', 'redis-tools', ...needed.filter((name) => name !== 'libc6')];
}

function unpack() {
  mkdirSync(join(HOME, 'root'), { recursive: true });
  for (const name of packages()) {
    execFileSync('apt-get', ['download', name], { cwd: HOME, stdio: 'ignore' });
  }
  execFileSync('sh', ['-c', 'for file in *.deb; do dpkg -x "$file" root; done'], { cwd: HOME });
  writeFileSync(BINARY, launcher());
  chmodSync(BINARY, 0o755);
}

/** `exec` keeps the process id, so signals reach Redis itself. */
function launcher() {
  return `#!/bin/sh
root=$(dirname "$0")/root
LD_LIBRARY_PATH=$(echo "$root"/usr/lib/*-linux-gnu "$root"/lib/*-linux-gnu | tr ' ' ':') exec "$root/usr/bin/redis-server" "$@"
`;
}

const { values } = parseArgs({
  options: { local: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});
if (values.help) console.log(USAGE);
else if ((values.local || !runs('redis-server')) && !(existsSync(BINARY) && runs(BINARY))) {
  try {
    unpack();
  } catch {
    console.error('The tests need a redis-server: install one (Debian: apt-get install redis-server).');
    process.exitCode = 1;
  }
}
