#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const HELP = `Usage: node scripts/ensure-chromium.mjs

Makes sure that the tests of pages find a Chromium. If there is none, installs the package chromium with apt-get where
that is possible (Debian as root); elsewhere it says what to install and exits with 1.`;

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const ADVICE = `please install Chromium so that it is at ${PLACES.join(' or ')}`;

const find = () => PLACES.find((place) => existsSync(place));
const say = (text) => console.log(`chromium: ${text}`);

function install() {
  if (process.platform !== 'linux' || process.getuid() !== 0) throw new Error(`none found; ${ADVICE}`);
  say('none found; installing the package chromium with apt-get (some minutes) ...');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { status, stderr } = spawnSync('apt-get', args, { encoding: 'utf8', env });
    if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed; ${ADVICE}\n${stderr ?? ''}`);
  }
}

function main() {
  if (process.argv.slice(2).some((argument) => ['--help', '-h'].includes(argument))) return console.log(HELP);
  if (!find()) install();
  const found = find();
  if (!found) throw new Error(`it was installed but is at none of the known places; ${ADVICE}`);
  say(`using ${found}`);
}

try {
  main();
} catch (error) {
  console.error(`chromium: ${error.message}`);
  process.exitCode = 1;
}
