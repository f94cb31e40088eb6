import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfOld } from './build-if-old.mjs';
import { ownSettings } from './own-settings.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DOCTOR = join(ROOT, 'dist/doctor.js');
const SIMULATOR = join(ROOT, 'dist-simulator');
const SIM = '09012345678';

const { args, sandbox, variants } = readArguments(process.argv.slice(2));
try {
  buildIfOld();
} catch (error) {
  end(error.message, 1);
}
process.exit(await (sandbox ? examineSimulator() : examine(args, ownSettings())));

/** Removes the options that only this command has; the doctor itself checks the rest. */
function readArguments(all) {
  const variants = [];
  const args = [];
  for (let at = 0; at < all.length; at++) {
    const [option, value] = all[at].split('=');
    if (option === '--variant') variants.push(value ?? all[++at] ?? '');
    else if (option !== '--sandbox') args.push(all[at]);
  }
  const sandbox = all.includes('--sandbox');
  if (variants.length > 0 && !sandbox) end('--variant needs --sandbox', 2);
  return { args, sandbox, variants };
}

async function examineSimulator() {
  const require = createRequire(import.meta.url);
  const { startSimulator } = require(join(SIMULATOR, 'simulator.js'));
  const { firstQuirks } = require(join(SIMULATOR, 'first-quirks.js'));
  let quirks;
  try {
    quirks = firstQuirks(variants);
  } catch (error) {
    end(error.message, 2);
  }
  const simulator = await startSimulator({ port: 0, quirks });
  const { oemId, oemKey } = simulator.auth.settings;
  const isNamed = args.some((arg) => /^--(sim|help)\b/.test(arg) || arg === '-h');
  const own = { FREEBIT_BASE_URL: simulator.url, FREEBIT_OEM_ID: oemId, FREEBIT_OEM_KEY: oemKey };
  // A busy machine must not look like a slow Freebit.
  const quick = {
    ...{ WRITES: 'off', FREEBIT_RATE_PER_SECOND: '0', FREEBIT_CONNECT_TIMEOUT_MS: '60000' },
    ...{ FREEBIT_READ_TIMEOUT_MS: '60000', READ_DEADLINE_MS: '60000' },
  };
  try {
    return await examine(isNamed ? args : ['--sim', SIM, ...args], { ...quick, ...process.env, ...own });
  } finally {
    await simulator.close();
  }
}

async function examine(options, env) {
  const child = spawn(process.execPath, [DOCTOR, ...options], { stdio: 'inherit', env });
  const [code] = await once(child, 'exit');
  return code ?? 1;
}

function end(reason, code) {
  console.error(`${reason}.`);
  process.exit(code);
}
