import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { newApiKey } from './new-api-key.mjs';
import { USAGE, welcome } from './sandbox-texts.mjs';

const GATEWAY = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const SIMULATOR = fileURLToPath(new URL('../dist-simulator/simulator.js', import.meta.url));
const ANNOUNCEMENT = fileURLToPath(new URL('../dist-simulator/announcement.js', import.meta.url));
/** The simulator is nobody's to protect, and who explores is quick. */
const FRIENDLY = {
  ...{ HOST: '127.0.0.1', SHUTDOWN_DRAIN_SECONDS: '0' },
  ...{ FREEBIT_RATE_PER_SECOND: '50', FREEBIT_RATE_BURST: '100' },
  ...{ CLIENT_RATE_PER_SECOND: '50', CLIENT_RATE_BURST: '100', FREEBIT_BREAKER_OPEN_MS: '0' },
};

const EVERY_SCOPE = ['sims:read', 'quota:write', 'plan:write', 'operations:resolve'];
const START_PATIENCE_MS = 20_000;

try {
  const { help, build, port, simulatorPort } = readOptions();
  if (help) console.log(USAGE);
  else {
    if (build) buildBoth();
    process.exit(await run(port, simulatorPort));
  }
} catch (error) {
  console.error(`The sandbox cannot run: ${error instanceof Error ? error.message : error}.`);
  process.exit(1);
}

function readOptions() {
  const { values } = parseArguments();
  const { help = false, build = false, port, 'simulator-port': simulatorPort } = values;
  return {
    help,
    build,
    port: readPort('--port', port),
    simulatorPort: readPort('--simulator-port', simulatorPort),
  };
}

function parseArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: process.env.PORT || '3000' },
        'simulator-port': { type: 'string', default: '4010' },
        build: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // The first sentence says what is wrong; what may follow is about options in general.
    throw new Error(`${error.message.split(/[.\n]/)[0]}; --help shows the options`, { cause: error });
  }
}

function readPort(option, text) {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port >= 1 && port <= 65_535)) throw new Error(`${option} must be a number from 1 to 65535`);
  return port;
}

function buildBoth() {
  const { status } = spawnSync('npm', ['run', 'build'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('the build failed, see above');
}

/** Runs both until a signal asks for their end, and tells the exit code. */
async function run(port, simulatorPort) {
  if (![GATEWAY, SIMULATOR].every(existsSync)) throw new Error('it is not built; run npm run build');
  if (port === simulatorPort) throw new Error('--port and --simulator-port must differ');
  const hosts = [process.env.HOST || '127.0.0.1', '::1'];
  // "localhost" may mean ::1, where a stranger would answer in place of the gateway.
  for (const host of hosts) await ensureFree('--port', { port, host });
  await ensureFree('--simulator-port', { port: simulatorPort, host: '127.0.0.1' });

  const require = createRequire(import.meta.url);
  const { startSimulator } = require(SIMULATOR);
  const { announcement } = require(ANNOUNCEMENT);
  const simulator = await startSimulator({ port: simulatorPort });
  const { key, keySha256 } = newApiKey('sandbox');
  const gateway = startGateway(port, simulator, keySha256);
  const ended = once(gateway, 'exit');
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM']) {
    // Ctrl-C reaches the gateway by itself too; a second signal changes nothing there.
    process.on(signal, () => {
      stopping = true;
      gateway.kill('SIGTERM');
    });
  }

  if (await Promise.race([answers(gateway, port), ended.then(() => false)])) {
    console.log(`${announcement(simulator)}\n\n${welcome(`http://localhost:${port}`, key)}\n`);
  }
  const [code, signal] = await ended;
  await simulator.close();
  // A gateway that was stopped while it started had no time to say that it ended well.
  if (stopping) return signal === 'SIGTERM' || signal === 'SIGINT' ? 0 : code;
  throw new Error('the gateway ended by itself, see above');
}

async function ensureFree(option, { port, host }) {
  const probe = createServer();
  const cause = await once(probe.listen(port, host), 'listening').then(
    () => undefined,
    (error) => error,
  );
  if (cause?.code === 'EADDRINUSE') {
    throw new Error(`port ${port} is in use; choose another with ${option}`, { cause });
  }
  // A machine without IPv6 has no ::1, and nobody listens there.
  if (cause && host !== '::1') throw new Error(`port ${port} cannot be had (${cause.code})`, { cause });
  if (!cause) await once(probe.close(), 'close');
}

function startGateway(port, simulator, keySha256) {
  const { oemId, oemKey } = simulator.auth.settings;
  const own = {
    PORT: `${port}`,
    NODE_ENV: 'development',
    API_CLIENTS: JSON.stringify([{ id: 'sandbox', keySha256: [keySha256], scopes: EVERY_SCOPE }]),
    FREEBIT_BASE_URL: simulator.url,
    FREEBIT_OEM_ID: oemId,
    FREEBIT_OEM_KEY: oemKey,
  };
  const noFiles = Object.fromEntries(Object.keys(own).map((name) => [`${name}_FILE`, '']));
  return spawn(process.execPath, [GATEWAY], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...FRIENDLY, ...process.env, ...own, ...noFiles },
  });
}

/** True as soon as the gateway lives; one that does not come up is ended. */
async function answers(gateway, port) {
  const host = process.env.HOST || '127.0.0.1';
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/health/live`;
  for (const until = Date.now() + START_PATIENCE_MS; Date.now() < until; await pause(50)) {
    const live = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (live) return true;
  }
  console.error(`The gateway does not answer at ${url}.`);
  gateway.kill('SIGKILL');
  return false;
}
