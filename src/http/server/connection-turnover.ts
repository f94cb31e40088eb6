import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Closes a connection with the answer to the last request that `maxRequestsPerSocket` allows on it. Node only announces
 * that, and goes on to answer whatever else is sent without a body.
 */
export function closeAfterLast(server: Server): void {
  const served = new WeakMap<Socket, number>();
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const count = (served.get(socket) ?? 0) + 1;
    served.set(socket, count);
    if (count === server.maxRequestsPerSocket) response.shouldKeepAlive = false;
  });
}
