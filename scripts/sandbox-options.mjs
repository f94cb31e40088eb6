import { once } from 'node:events';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';

/** The options of the sandbox. Throws an error with one sentence if they are wrong. */
export function readOptions() {
  const { values } = parseArguments();
  const { help = false, build = false, redis = false, variant = [], profile } = values;
  return {
    ...{ help, build, redis, variant, profile },
    port: readPort('--port', values.port),
    simulatorPort: readPort('--simulator-port', values['simulator-port']),
  };
}

function parseArguments() {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: process.env.PORT || '3000' },
        'simulator-port': { type: 'string', default: '4010' },
        redis: { type: 'boolean' },
        variant: { type: 'string', multiple: true },
        profile: { type: 'string' },
        build: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // The first sentence says what is wrong; the rest is about options in general.
    throw new Error(`${error.message.split(/[.\n]/)[0]}; --help shows the options`, { cause: error });
  }
}

function readPort(option, text) {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port <= 65_535)) throw new Error(`${option} must be a number from 0 to 65535`);
  return port;
}

/**
 * The ports to use: the requested ones if they are free, and free ones for 0. "localhost" may mean ::1, where another
 * program would answer in place of the gateway, so that is checked too.
 */
export async function freePorts({ port, simulatorPort }) {
  if (port === simulatorPort && port !== 0) throw new Error('--port and --simulator-port must differ');
  const host = process.env.HOST || '127.0.0.1';
  const gateway = await freePort('--port', port, host);
  if (port !== 0) await freePort('--port', port, '::1');
  return { port: gateway, simulatorPort: await freePort('--simulator-port', simulatorPort, '127.0.0.1') };
}

/** A port that was free a moment ago. */
export async function freePort(option, port, host) {
  const probe = createServer();
  const cause = await once(probe.listen(port, host), 'listening').then(
    () => undefined,
    (error) => error,
  );
  if (cause?.code === 'EADDRINUSE') {
    throw new Error(`port ${port} is in use; choose another with ${option}`, { cause });
  }
  // A machine without IPv6 has no ::1, so nothing listens there.
  if (cause && host !== '::1') throw new Error(`port ${port} cannot be had (${cause.code})`, { cause });
  if (cause) return port;
  const chosen = probe.address().port;
  await once(probe.close(), 'close');
  return chosen;
}
