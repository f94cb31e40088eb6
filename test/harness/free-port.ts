import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ports of outgoing connections, so that none of these takes a port before its server
 * starts. The bus of a Redis Cluster is ten thousand higher, and also below them.
 */
const FIRST_PORT = 10_000;
const PORTS_OF_A_WORKER = 2_000;
const WORKERS = 5;

const first = FIRST_PORT + (Number(process.env.JEST_WORKER_ID ?? 0) % WORKERS) * PORTS_OF_A_WORKER;
let next = randomInt(PORTS_OF_A_WORKER);

/** A free TCP port of the loopback interface that no other test gets meanwhile. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + (next++ % PORTS_OF_A_WORKER);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
