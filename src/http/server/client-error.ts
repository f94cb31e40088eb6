import { randomUUID } from 'node:crypto';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ProblemCode } from '../problems/problem-catalogue';
import { ProblemError } from '../problems/problem-error';
import { closingBytes, tellRefused, wireAnswer } from './wire-answer';

const codeOfError: Partial<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'PAYLOAD_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

const malformed = { detail: 'This is not a well-formed HTTP/1.1 request. The connection was closed.' };

/** Responses of routes whose connection was answered and closed here, so that they are not logged a second time. */
const answeredHere = new WeakSet<ServerResponse>();

export function wasAnsweredBelow(response: ServerResponse): boolean {
  return answeredHere.has(response);
}

/** Answers what Node's HTTP parser or its timeouts refuse, and closes the connection. */
export function answerClientError(server: Server, error: NodeJS.ErrnoException, socket: Socket): void {
  const answering = responseOn(socket);
  if (error.code === 'ECONNRESET' || !socket.writable || answering?.headersSent) {
    socket.destroy();
    return;
  }
  if (answering?.req.complete) {
    // The error is in what follows a request that is still being worked on: the answer to that one comes first.
    answering.shouldKeepAlive = false;
    return;
  }
  if (answering) answeredHere.add(answering);
  const code = codeOfError[error.code ?? ''];
  refuse(server, socket, code ? new ProblemError(code) : new ProblemError('VALIDATION_FAILED', malformed));
}

/** CONNECT asks for a tunnel and not for a resource, so it never becomes a request of a route. */
export function answerConnect(server: Server, socket: Duplex): void {
  refuse(server, socket, new ProblemError('VALIDATION_FAILED', { detail: 'This gateway is no proxy.' }));
}

function refuse(server: Server, socket: Duplex, error: ProblemError): void {
  const answer = wireAnswer(error, randomUUID());
  tellRefused(server, answer.refusal);
  socket.end(closingBytes(answer), () => socket.destroy());
}

/** The answer that is due on a connection. Node keeps it in a property that its types do not tell of. */
function responseOn(socket: Socket): ServerResponse | undefined {
  const { _httpMessage } = socket as Socket & { _httpMessage?: ServerResponse | null };
  return _httpMessage ?? undefined;
}
