import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildIfOld } from './build-if-old.mjs';
import { newApiKey } from './new-api-key.mjs';
import { freePorts, readOptions } from './sandbox-options.mjs';
import { startRedis } from './sandbox-redis.mjs';
import { USAGE, welcome } from './sandbox-texts.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const GATEWAY = join(ROOT, 'dist/main.js');
const SIMULATOR = join(ROOT, 'dist-simulator');
/** The simulator needs no protection, and people who try things out are quick. */
const FRIENDLY = {
  ...{ HOST: '127.0.0.1', SHUTDOWN_DRAIN_SECONDS: '0' },
  ...{ FREEBIT_RATE_PER_SECOND: '50', FREEBIT_RATE_BURST: '100' },
  ...{ CLIENT_RATE_PER_SECOND: '50', CLIENT_RATE_BURST: '100', FREEBIT_BREAKER_OPEN_MS: '0' },
  // Node 22 and later load compiled code from there; older versions ignore it.
  NODE_COMPILE_CACHE: join(ROOT, 'node_modules/.cache/sandbox'),
};

const EVERY_SCOPE = ['sims:read', 'quota:write', 'plan:write', 'operations:resolve'];
const SLOW_MS = 10_000;
const START_PATIENCE_MS = 120_000;

try {
  const options = readOptions();
  if (options.help) console.log(USAGE);
  else process.exit(await run(options));
} catch (error) {
  console.error(`The sandbox cannot run: ${error instanceof Error ? error.message : error}.`);
  process.exit(1);
}

/** Runs everything until a signal, and returns the exit code. */
async function run(options) {
  const ports = await freePorts(options);
  if (options.build) buildIfOld();
  if (![GATEWAY, SIMULATOR].every(existsSync)) throw new Error('it is not built; run npm run build');
  const simulator = await startSimulator(options, ports.simulatorPort);
  const redis = options.redis ? await startRedis() : null;
  try {
    return await runGateway(ports.port, simulator, redis);
  } finally {
    await Promise.all([simulator.close(), redis?.close()]);
  }
}

function startSimulator({ variant, profile }, port) {
  const require = createRequire(import.meta.url);
  const { startSimulator: start } = require(join(SIMULATOR, 'simulator.js'));
  const { firstQuirks } = require(join(SIMULATOR, 'first-quirks.js'));
  return start({ port, quirks: firstQuirks(variant, profile) });
}

async function runGateway(port, simulator, redis) {
  const { announcement } = createRequire(import.meta.url)(join(SIMULATOR, 'announcement.js'));
  const { key, keySha256 } = newApiKey('sandbox');
  const gateway = startGateway({ port, simulator, keySha256, redis });
  const ended = once(gateway, 'exit');
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM']) {
    // Ctrl-C reaches the gateway directly, too; a second signal has no effect there.
    process.on(signal, () => {
      stopping = true;
      gateway.kill('SIGTERM');
    });
  }

  const isUp = await Promise.race([answers(gateway, port), ended.then(() => null)]);
  if (isUp) {
    console.log(`${announcement(simulator)}\n\n${welcome(`http://localhost:${port}`, key, redis?.url)}\n`);
  }
  const [code, signal] = await ended;
  // A gateway that was stopped while it started could not report a normal exit.
  if (stopping) return signal === 'SIGTERM' || signal === 'SIGINT' ? 0 : code;
  throw new Error(isUp === false ? 'the gateway did not come up and was stopped' : howItEnded(code, signal));
}

function howItEnded(code, signal) {
  if (signal) return `another program ended the gateway with ${signal}`;
  return `the gateway ended with exit code ${code}, see above`;
}

function startGateway({ port, simulator, keySha256, redis }) {
  const { oemId, oemKey } = simulator.auth.settings;
  const own = {
    PORT: `${port}`,
    NODE_ENV: 'development',
    API_CLIENTS: JSON.stringify([{ id: 'sandbox', keySha256: [keySha256], scopes: EVERY_SCOPE }]),
    FREEBIT_BASE_URL: simulator.url,
    FREEBIT_OEM_ID: oemId,
    FREEBIT_OEM_KEY: oemKey,
    ...(redis ? { REDIS_URL: redis.url } : {}),
  };
  const noFiles = Object.fromEntries(Object.keys(own).map((name) => [`${name}_FILE`, '']));
  return spawn(process.execPath, [GATEWAY], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...FRIENDLY, ...process.env, ...own, ...noFiles },
  });
}

/** True as soon as the gateway is live; one that does not start within two minutes is stopped. */
async function answers(gateway, port) {
  const host = process.env.HOST || '127.0.0.1';
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/health/live`;
  const startedAt = Date.now();
  let toldSlow = false;
  while (Date.now() - startedAt < START_PATIENCE_MS) {
    const live = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (live) return true;
    if (!toldSlow && Date.now() - startedAt > SLOW_MS) {
      toldSlow = true;
      console.log('The gateway is still starting; this machine is busy. Waiting for it ...');
    }
    await pause(20);
  }
  console.error(`The gateway has not answered at ${url} within ${START_PATIENCE_MS / 1_000} s.`);
  gateway.kill('SIGKILL');
  return false;
}
