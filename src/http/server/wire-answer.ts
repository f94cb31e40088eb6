import { STATUS_CODES } from 'node:http';
import type { Server } from 'node:http';
import type { Refusal } from '../../observability/access-log';
import { problemHeaders, toProblem } from '../problems/problem-document';
import { type ProblemError } from '../problems/problem-error';
import { answerHeaders } from './answer-headers';

/** The event of the HTTP server that tells of an answer given below the routes; its argument is a `Refusal`. */
const refusedEvent = 'refused';

export interface WireAnswer {
  readonly refusal: Refusal;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** The answer to something that never became a request of a route; only what was meant to `write` tells an outcome. */
export function wireAnswer(error: ProblemError, requestId: string, write = false): WireAnswer {
  const problem = toProblem(error, { requestId, instance: null, write });
  return {
    refusal: { requestId, status: problem.status, code: problem.code },
    headers: { ...answerHeaders(requestId), 'X-Content-Type-Options': 'nosniff', ...problemHeaders(error) },
    body: Buffer.from(JSON.stringify(problem)),
  };
}

/** The same as bytes for a bare connection, which is closed after it. */
export function closingBytes({ refusal, headers, body }: WireAnswer): Buffer {
  const lines = Object.entries({ ...headers, 'Content-Length': String(body.length), Connection: 'close' });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([
    Buffer.from(`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${head}\r\n`),
    body,
  ]);
}

export function tellRefused(server: Server, refusal: Refusal): void {
  server.emit(refusedEvent, refusal);
}

export function onRefused(server: Server, listener: (refusal: Refusal) => void): void {
  server.on(refusedEvent, listener);
}
