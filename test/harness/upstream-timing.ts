import { resetSocket } from './reset-socket';
import type { UpstreamScript } from './upstream-script';
import { toBytes } from './upstream-answers';

const JSON_TYPE = { 'Content-Type': 'application/json; charset=UTF-8' };

/** Waits before another script. */
export const after =
  (ms: number, script: UpstreamScript): UpstreamScript =>
  async (exchange) => {
    await exchange.wait(ms);
    await script(exchange);
  };

/** Holds back all requests until `open()` passes past and future ones to the script. */
export function gate(script: UpstreamScript): { readonly script: UpstreamScript; readonly open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { script: (exchange) => opened.then(() => script(exchange)), open: () => open() };
}

/** Marks the request as read but not executed, then plays the script. */
export const notExecuted =
  (script: UpstreamScript): UpstreamScript =>
  (exchange) => {
    exchange.request.executed = false;
    return script(exchange);
  };

/** Reads the request and never answers. */
export const silence = (): UpstreamScript => () => {};

/** Reads the request, then resets the connection. */
export const reset = (): UpstreamScript => (exchange) => {
  resetSocket(exchange.socket);
};

/** Reads the request, then closes the connection normally without an answer. */
export const hangUp = (): UpstreamScript => (exchange) => {
  exchange.socket.end();
};

/** Resets the connection in the middle of the answer's body. */
export const resetInBody =
  (body: unknown): UpstreamScript =>
  ({ socket }) => {
    const bytes = toBytes({ headers: JSON_TYPE, body: JSON.stringify(body) });
    socket.write(bytes.subarray(0, -2), () => resetSocket(socket));
  };

/** The head at once, then the body a byte at a time. */
export const dripping = (body: unknown, everyMs: number): UpstreamScript =>
  pieces(body, everyMs, (bytes) => bytes.indexOf('\r\n\r\n') + 4);

/** Head and body a byte at a time. */
export const drippingHead = (body: unknown, everyMs: number): UpstreamScript =>
  pieces(body, everyMs, () => 1);

/** Every byte in its own segment, as fast as possible. */
export const oneByteSegments = (body: unknown): UpstreamScript => pieces(body, 0, () => 1);

/** Informational answers without end. */
export const informationalFlood =
  (everyMs = 0): UpstreamScript =>
  async (exchange) => {
    for (;;) {
      exchange.socket.write('HTTP/1.1 102 Processing\r\n\r\n');
      await exchange.wait(everyMs);
    }
  };

function pieces(body: unknown, everyMs: number, firstPiece: (bytes: Buffer) => number): UpstreamScript {
  return async (exchange) => {
    const bytes = toBytes({ headers: JSON_TYPE, body: JSON.stringify(body) });
    const start = firstPiece(bytes);
    exchange.socket.write(bytes.subarray(0, start));
    for (let at = start; at < bytes.length; at++) {
      await exchange.wait(everyMs);
      exchange.socket.write(bytes.subarray(at, at + 1));
    }
  };
}
