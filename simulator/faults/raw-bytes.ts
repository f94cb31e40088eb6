import type { Fault } from './fault';
import { pause } from './pause';

/** Bytes for the wire, HTTP head included. */
export interface RawBytes {
  readonly bytes: string | Uint8Array;
  /** Wait between two bytes; default 0, everything at once. */
  readonly msPerByte?: number;
  /** Whether the call is processed before; default no. */
  readonly applied?: boolean;
}

/** Writes bytes as they are and ends the connection: broken HTTP, dripping heads, interim answers. */
export const rawBytes = ({ bytes, msPerByte = 0, applied = false }: RawBytes): Fault => ({
  name: 'raw',
  play: async ({ response, serve }) => {
    if (applied) serve();
    const { socket } = response;
    if (socket === null) return;
    if (msPerByte === 0) {
      socket.end(bytes);
      return;
    }
    for (const byte of Buffer.from(bytes)) {
      if (socket.destroyed) return;
      socket.write(Buffer.of(byte));
      await pause(msPerByte);
    }
    socket.end();
  },
});
