import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ProblemCode } from '../problems/problem-catalogue';
import { problemHeaders, toProblem } from '../problems/problem-document';
import type { Refused } from '../problems/problem-error';
import { CONSTANT_HEADERS, type Cors } from './answer-headers';

/** The event of the HTTP server for a request that was answered before routing; its argument is an `EarlyRefusal`. */
const refusedEvent = 'refused';

/** A request that was refused before routing. */
export interface EarlyRefusal {
  readonly requestId: string;
  readonly status: number;
  readonly code: string;
}

export interface EarlyAnswer {
  readonly refusal: EarlyRefusal;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** The answer to a request that never reached a route. It has an outcome if the request was meant to `write`. */
export function earlyAnswer(refused: Refused, requestId: string, write = false): EarlyAnswer {
  const problem = toProblem(refused, { requestId, instance: null, write });
  return {
    refusal: { requestId, status: problem.status, code: problem.code },
    headers: { ...CONSTANT_HEADERS, 'X-Request-Id': requestId, ...problemHeaders(refused) },
    body: Buffer.from(JSON.stringify(problem)),
  };
}

export function tellRefused(server: Server, refusal: EarlyRefusal): void {
  server.emit(refusedEvent, refusal);
}

export function onRefused(server: Server, listener: (refusal: EarlyRefusal) => void): void {
  server.on(refusedEvent, listener);
}

const codeOfError: Partial<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'PAYLOAD_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

const MALFORMED: Refused = {
  code: 'VALIDATION_FAILED',
  facts: { detail: 'This is not a well-formed HTTP/1.1 request. The connection was closed.' },
};
const NO_PROXY: Refused = { code: 'VALIDATION_FAILED', facts: { detail: 'This gateway is not a proxy.' } };

/** Responses of routes whose connection was answered and closed here, so that they are not logged twice. */
const answeredHere = new WeakSet<ServerResponse>();

export function wasAnsweredBelow(response: ServerResponse): boolean {
  return answeredHere.has(response);
}

/** Answers errors of Node's HTTP parser and its timeouts, and closes the connection. */
export function answerClientError(
  server: Server,
  cors: Cors,
  error: NodeJS.ErrnoException,
  socket: Socket,
): void {
  // A load balancer may connect long before it has a request; `Connections` closes those that stay silent.
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT' && socket.bytesRead === 0) return;
  const answering = responseOn(socket);
  if (error.code === 'ECONNRESET' || !socket.writable || answering?.headersSent) {
    socket.destroy();
  } else if (answering?.req.complete) {
    // The error comes after a request that is still being processed; that one is answered first.
    answering.shouldKeepAlive = false;
  } else {
    if (answering) answeredHere.add(answering);
    closeWith(server, socket, problemOf(error), cors.headersFor(answering?.req.headers.origin));
  }
}

function problemOf({ code: cause = '' }: NodeJS.ErrnoException): Refused {
  const code = codeOfError[cause];
  return code ? { code, facts: {} } : MALFORMED;
}

/** CONNECT asks for a tunnel, not for a resource, so it never reaches a route. */
export function answerConnect(server: Server, cors: Cors, request: IncomingMessage, socket: Duplex): void {
  // Node no longer listens to this socket, and an error without a listener would end the process.
  socket.on('error', () => undefined);
  closeWith(server, socket, NO_PROXY, cors.headersFor(request.headers.origin));
}

function closeWith(
  server: Server,
  socket: Duplex,
  refused: Refused,
  more: Readonly<Record<string, string>>,
): void {
  const { refusal, headers, body } = earlyAnswer(refused, randomUUID());
  tellRefused(server, refusal);
  const all = { ...headers, ...more, 'Content-Length': String(body.length), Connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${lines.join('')}\r\n`;
  socket.end(Buffer.concat([Buffer.from(head), body]), () => socket.destroy());
}

/** The pending response of a connection. Node has it in a property that its types do not declare. */
function responseOn(socket: Socket): ServerResponse | undefined {
  const { _httpMessage } = socket as Socket & { _httpMessage?: ServerResponse | null };
  return _httpMessage ?? undefined;
}
