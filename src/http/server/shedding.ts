import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { ProblemError } from '../problems/problem-error';
import type { Overload, OverloadReason } from './overload';
import { requestIdOf } from './request-id';
import { wireAnswer } from './wire-answer';

/** The event of the HTTP server that tells of a request refused for overload; its argument is the reason. */
const shedEvent = 'shed';
/** Asked by the platform and by those who want to know what is wrong: never refused. */
const alwaysWelcome = /^\/(?:health\/|metrics(?:$|\?))/;
const writeMethods = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Answers requests that are too much before any other part of the gateway sees them, so that a refusal costs next to
 * nothing. What has been let in is brought to its end.
 */
export function shedWhen(overload: Overload, server: Server): void {
  const handlers = server.listeners('request') as RequestHandler[];
  server.removeAllListeners('request');
  server.on('listening', () => overload.watch());
  server.on('close', () => overload.stopWatching());
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const reason = alwaysWelcome.test(request.url ?? '') ? null : overload.refusal();
    if (reason !== null) {
      server.emit(shedEvent, reason);
      refuse(request, response);
      return;
    }
    overload.begin();
    response.once('close', () => overload.end());
    for (const handler of handlers) handler.call(server, request, response);
  });
}

type RequestHandler = (this: Server, request: IncomingMessage, response: ServerResponse) => void;

export function onShed(server: Server, listener: (reason: OverloadReason) => void): void {
  server.on(shedEvent, listener);
}

/** What is the same in every refusal is made once; each has the id of its request. */
function refusalTo(write: boolean) {
  const ID = randomUUID();
  const { refusal, headers, body } = wireAnswer(new ProblemError('OVERLOADED'), ID, write);
  const [before = '', after = ''] = body.toString().split(ID);
  return (response: ServerResponse, requestId: string): void => {
    const text = before + requestId + after;
    const sent = { ...headers, 'X-Request-Id': requestId, 'Content-Length': Buffer.byteLength(text) };
    response.writeHead(refusal.status, sent).end(text);
  };
}

const refuseRead = refusalTo(false);
const refuseWrite = refusalTo(true);

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const writes = writeMethods.has(request.method ?? '');
  // The body of the request is not read: a connection that could not be used again is closed.
  if (writes) response.shouldKeepAlive = false;
  (writes ? refuseWrite : refuseRead)(response, requestIdOf(request));
}
