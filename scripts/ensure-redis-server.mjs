#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const HELP = `Usage: node scripts/ensure-redis-server.mjs

Makes sure that the tests find a redis-server, which they start themselves on free ports.
Looks on the PATH and in .cache/redis; if there is none, installs it:
  Debian, Ubuntu as root   apt-get install redis-server (no service is started)
  Debian, Ubuntu else      unpacks the distribution's packages into .cache/redis; the system stays as it is
  macOS with Homebrew      brew install redis
Elsewhere it says what to install and exits with 1.`;

const CACHE = resolve(dirname(fileURLToPath(import.meta.url)), '../.cache/redis');
const WRAPPER = join(CACHE, 'redis-server');
const POLICY = '/usr/sbin/policy-rc.d';
const OLDEST = 6;

const say = (text) => console.log(`redis-server: ${text}`);

/** Runs a command; what it prints is shown only when it fails. */
function run(command, args, options = {}) {
  const {
    status,
    stdout = '',
    stderr = '',
    error,
  } = spawnSync(command, args, { encoding: 'utf8', ...options });
  if (status === 0) return stdout;
  throw new Error(
    `${command} ${args.join(' ')}: ${error?.message ?? `${stdout}${stderr}`.trim().slice(-2_000)}`,
  );
}

function has(command) {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}

function find() {
  for (const path of ['redis-server', WRAPPER]) {
    const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
    const version = /v=(\d+)\.\S+/.exec(stdout ?? '');
    if (status !== 0 || !version) continue;
    if (Number(version[1]) >= OLDEST) return { path, version: version[0].slice(2) };
    say(`${path} is version ${version[0].slice(2)}, too old for the tests`);
  }
  return null;
}

function installAsRoot() {
  say('none found; installing the package redis-server with apt-get (a minute at most) ...');
  const holdServices = !existsSync(POLICY);
  if (holdServices) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    run('apt-get', ['update'], { env });
    run('apt-get', ['install', '-y', '--no-install-recommends', 'redis-server'], { env });
  } finally {
    if (holdServices) rmSync(POLICY, { force: true });
  }
}

/** A simulated install names every package that is missing; without lists of packages it needs a copy of its own. */
function planPackages() {
  const own = ['-o', `Dir::State::lists=${CACHE}/apt/lists`, '-o', `Dir::Cache=${CACHE}/apt`];
  const simulate = ['install', '-s', '--no-install-recommends', 'redis-server'];
  const env = { ...process.env, LC_ALL: 'C' };
  let lists = [];
  let plan;
  try {
    plan = run('apt-get', simulate, { env });
  } catch {
    say('the package lists are missing; fetching a copy of them ...');
    lists = own;
    run('apt-get', [...lists, 'update'], { env });
    plan = run('apt-get', [...lists, ...simulate], { env });
  }
  const missing = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name);
  return { wanted: [...new Set([...missing, 'redis-server', 'redis-tools'])], lists };
}

/** The packages lie where nobody else looks, and a wrapper shows the server its libraries. */
function unpackIntoCache() {
  say(`none found and not root; unpacking the distribution's packages into ${CACHE} ...`);
  const root = join(CACHE, 'root');
  const packages = join(CACHE, 'packages');
  rmSync(CACHE, { recursive: true, force: true });
  for (const dir of [root, packages, join(CACHE, 'apt/lists/partial'), join(CACHE, 'apt/archives/partial')]) {
    mkdirSync(dir, { recursive: true });
  }
  const { wanted, lists } = planPackages();
  say(`downloading ${wanted.join(', ')} ...`);
  run('apt-get', [...lists, 'download', ...wanted], { cwd: packages });
  for (const file of readdirSync(packages)) run('dpkg', ['-x', join(packages, file), root]);
  rmSync(packages, { recursive: true });
  rmSync(join(CACHE, 'apt'), { recursive: true });
  writeFileSync(
    WRAPPER,
    [
      '#!/bin/sh',
      '# The packages of this folder, without being installed.',
      'root=$(cd "$(dirname "$0")" && pwd)/root',
      'for dir in "$root"/usr/lib/*-linux-* "$root"/lib/*-linux-*; do',
      '  LD_LIBRARY_PATH="$dir:$LD_LIBRARY_PATH"',
      'done',
      'export LD_LIBRARY_PATH',
      'exec "$root/usr/bin/redis-server" "$@"',
      '',
    ].join('\n'),
    { mode: 0o755 },
  );
}

function installWithHomebrew() {
  say('none found; installing it with Homebrew (brew install redis) ...');
  run('brew', ['install', 'redis']);
}

function chooseInstaller() {
  if (process.platform === 'darwin' && has('brew')) return installWithHomebrew;
  if (process.platform !== 'linux' || !has('apt-get') || !has('dpkg')) return null;
  return process.getuid() === 0 ? installAsRoot : unpackIntoCache;
}

function main() {
  if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h'))
    return console.log(HELP);
  const advice = `please install Redis ${OLDEST} or newer so that "redis-server" is on the PATH; the tests start it themselves.`;
  if (!find()) {
    const install = chooseInstaller();
    if (!install) throw new Error(`none found; ${advice}`);
    try {
      install();
    } catch (error) {
      throw new Error(`installing failed, so ${advice}\n${error.message}`, { cause: error });
    }
  }
  const found = find();
  if (!found) throw new Error(`it was installed but does not run; ${advice}`);
  say(`using ${found.path} ${found.version}`);
}

try {
  main();
} catch (error) {
  console.error(`redis-server: ${error.message}`);
  process.exitCode = 1;
}
