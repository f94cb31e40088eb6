import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const USAGE = `Starts a simulator of Freebit and the gateway in front of it, to explore both.

  npm run sandbox -- [options]

  --port <n>            port of the gateway (default 3000)
  --simulator-port <n>  port of the simulator (default 4010)
  --help                this text

Nothing leaves this machine. State is kept in memory, or in the Redis that REDIS_URL names. Every other setting of
.env.example may be given as an environment variable. Stop with Ctrl-C.`;

const START_PATIENCE_MS = 20_000;

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '3000' },
    'simulator-port': { type: 'string', default: '4010' },
    help: { type: 'boolean', short: 'h' },
  },
});

if (options.help) console.log(USAGE);
else {
  await main().catch((error) => {
    console.error(`The sandbox could not start: ${explain(error)}`);
    process.exit(1);
  });
}

async function main() {
  const require = createRequire(import.meta.url);
  const { startSimulator } = require('../dist-simulator/simulator.js');
  const { announcement } = require('../dist-simulator/announcement.js');
  const simulator = await startSimulator({ port: Number(options['simulator-port']) });
  const gateway = startGateway(simulator);
  const url = `http://localhost:${options.port}`;
  await answering(gateway, `http://127.0.0.1:${options.port}/health/live`);
  console.log(`${announcement(simulator)}\n\n${welcome(url)}\n`);
}

function startGateway(simulator) {
  const { oemId, oemKey } = simulator.auth.settings;
  const gateway = spawn(process.execPath, [fileURLToPath(new URL('../dist/main.js', import.meta.url))], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      HOST: '127.0.0.1',
      SHUTDOWN_DRAIN_SECONDS: '0',
      ...process.env,
      PORT: options.port,
      NODE_ENV: 'development',
      FREEBIT_BASE_URL: simulator.url,
      FREEBIT_OEM_ID: oemId,
      FREEBIT_OEM_KEY: oemKey,
    },
  });
  gateway.once('exit', (code) => {
    void simulator.close();
    process.exitCode = code ?? 0;
  });
  // Ctrl-C reaches the gateway by itself; it ends in its own order, and the sandbox with it.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => gateway.kill('SIGTERM'));
  return gateway;
}

async function answering(gateway, url) {
  for (const until = Date.now() + START_PATIENCE_MS; Date.now() < until; await pause(50)) {
    if (gateway.exitCode !== null) throw new Error('the gateway ended, see above');
    if (await fetch(url).then((answer) => answer.ok, () => false)) return;
  }
  gateway.kill();
  throw new Error(`the gateway does not answer at ${url}`);
}

function welcome(url) {
  return [
    `Gateway             ${url}`,
    `Swagger UI          ${url}/docs`,
    `Every error         ${url}/problems`,
    '',
    'Try',
    `  curl ${url}/sims/09012345678`,
    `  curl -X POST ${url}/sims/09012345678/quota -H 'Content-Type: application/json' -d '{"amountMb": 100}'`,
    '',
    'Stop with Ctrl-C.',
  ].join('\n');
}

function explain(error) {
  if (error?.code === 'EADDRINUSE') return `port ${error.port} is in use; choose others with --port and --simulator-port`;
  if (error?.code === 'MODULE_NOT_FOUND') return 'it is not built; run npm run build';
  return error instanceof Error ? error.message : String(error);
}
