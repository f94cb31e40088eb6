import type { Fault } from './fault';
import { CLOSE_DELIMITED_HEAD } from './raw-head';
import { rawBytes } from './raw-bytes';

/** Processes the call and sends the answer, head included, byte by byte, some milliseconds apart. */
export const drip = (ms: number): Fault => ({
  name: `drip ${ms} ms`,
  play: (exchange) => {
    const { text } = exchange.serve();
    return rawBytes({ bytes: CLOSE_DELIMITED_HEAD + text, msPerByte: ms }).play(exchange);
  },
});
