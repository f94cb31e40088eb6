import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startConsole } from '../examples/console/server.mjs';

const SANDBOX = fileURLToPath(new URL('sandbox.mjs', import.meta.url));
const USAGE = `Starts the sandbox and the example console on it.

  npm run console -- [options]

  --port <n>            port of the console (default 8080); 0 takes a free one
  --gateway-port <n>    port of the gateway (default 0, a free one)
  --simulator-port <n>  port of the simulator (default 0, a free one)
  --build               builds first when something has changed, as npm run console does
  --help                this text`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8080' },
    'gateway-port': { type: 'string', default: '0' },
    'simulator-port': { type: 'string', default: '0' },
    build: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h' },
  },
});
if (values.help) console.log(USAGE);
else process.exit(await run());

async function run() {
  const { 'gateway-port': port, 'simulator-port': simulatorPort, build } = values;
  const args = [SANDBOX, '--port', port, '--simulator-port', simulatorPort, ...(build ? ['--build'] : [])];
  const sandbox = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(sandbox, 'exit');
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => sandbox.kill('SIGTERM'));
  const said = {};
  let page;
  createInterface({ input: sandbox.stdout }).on('line', (line) => {
    const [, name, value] = /^(Gateway|API key) +(\S+)$/.exec(line) ?? [];
    if (name) said[name] = value;
    console.log(line);
    if (line.startsWith('Stop with Ctrl-C')) page = open(said.Gateway, said['API key']);
  });
  const [code] = await ended;
  (await page)?.close();
  return code ?? 1;
}

async function open(gatewayUrl, apiKey) {
  // A real backend takes the user from its session; here there is one.
  const userOf = () => 'operator@example.com';
  try {
    const page = await startConsole({ gatewayUrl, apiKey, port: Number(values.port), userOf });
    console.log(`Console             ${page.url}`);
    return page;
  } catch (error) {
    console.error(`The console cannot run: ${error.message}. Choose another port with --port.`);
    process.kill(process.pid, 'SIGTERM');
    return null;
  }
}
