import type { Socket } from 'node:net';

/**
 * Ends a connection with RST. One that we have already begun to close normally is only destroyed: Node 20 leaks the
 * handle of such a socket in `resetAndDestroy`, and the process then never exits.
 */
export function resetSocket(socket: Socket): void {
  if (socket.writableEnded || socket.connecting) socket.destroy();
  else socket.resetAndDestroy();
}
