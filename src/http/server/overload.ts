import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Cors } from './answer-headers';
import type { Connections } from './connections';
import { earlyAnswer } from './early-answers';
import { requestIdOf } from './request-id';

export interface OverloadLimits {
  /** Requests in flight; 0 for no limit. */
  readonly inFlight: number;
  /** Milliseconds that the event loop may be late; 0 for no limit. */
  readonly delayMs: number;
}

export type OverloadReason = 'in_flight' | 'event_loop' | 'pipelining';

const TICK_MS = 20;
/** One late tick (a garbage collection, a busy neighbour) is not an overload; several in a row are. */
const LATE_TICKS = 5;
const LESS = 0.9;
/** Some requests are always admitted; otherwise the end of an overload would never be noticed. */
const LEAST = 16;

/**
 * Limits the requests in flight of this process. The limit falls while the event loop is late and rises while it is
 * not, so that the process works at capacity and finishes what it admits in time.
 */
export class Overload {
  private inFlight = 0;
  /** The most requests in flight since the last tick. */
  private fullest = 0;
  private lateTicks = 0;
  private readonly most: number;
  private slots: number;
  private ticking: NodeJS.Timeout | undefined;

  constructor(private readonly limits: OverloadLimits) {
    this.most = limits.inFlight || Infinity;
    this.slots = this.most;
  }

  /** Starts to measure how late the event loop is. Does not keep the process alive. */
  watch(): void {
    if (this.limits.delayMs === 0 || this.ticking !== undefined) return;
    let dueMs = performance.now() + TICK_MS;
    this.ticking = setInterval(() => {
      const nowMs = performance.now();
      this.tick(nowMs - dueMs);
      dueMs = nowMs + TICK_MS;
    }, TICK_MS).unref();
  }

  stopWatching(): void {
    clearInterval(this.ticking);
    this.ticking = undefined;
  }

  /** Takes the delay of one tick, in milliseconds. */
  tick(lateMs: number): void {
    const late = lateMs > this.limits.delayMs;
    this.lateTicks = late ? this.lateTicks + 1 : 0;
    if (!late) this.slots = Math.min(this.most, this.slots + 1);
    else if (this.slots < this.most || this.lateTicks >= LATE_TICKS)
      this.slots = Math.max(Math.min(LEAST, this.most), Math.min(this.slots, this.fullest) * LESS);
    this.fullest = this.inFlight;
  }

  /** Null admits one more request; otherwise it is refused for this reason. */
  reasonToShed(): OverloadReason | null {
    if (this.inFlight < this.slots) return null;
    return this.slots < this.most ? 'event_loop' : 'in_flight';
  }

  begin(): void {
    this.inFlight++;
    this.fullest = Math.max(this.fullest, this.inFlight);
  }

  end(): void {
    this.inFlight--;
  }
}

/** The event of the HTTP server for a request that was shed; its argument is the reason. */
const shedEvent = 'shed';
/** Probes and metrics are needed during an overload, so they take no slot. */
const alwaysWelcome = /^\/(?:health\/|metrics(?:$|\?))/;
const writeMethods = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** The most answers that may wait on one connection. */
const MOST_PENDING = 32;
/** Releases the slot of each request in flight. */
const slots = new WeakMap<ServerResponse, () => void>();

/**
 * Sheds requests before any other part of the gateway sees them, so that a refusal costs almost nothing. Admitted
 * requests are finished.
 */
export function shedWhen(overload: Overload, server: Server, cors: Cors, connections: Connections): void {
  const handlers = server.listeners('request') as RequestHandler[];
  server.removeAllListeners('request');
  server.on('listening', () => overload.watch());
  server.on('close', () => overload.stopWatching());
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const pending = connections.requested(request.socket, response);
    const isWelcome = alwaysWelcome.test(request.url ?? '');
    const reason = pending > MOST_PENDING ? 'pipelining' : isWelcome ? null : overload.reasonToShed();
    if (reason !== null) {
      server.emit(shedEvent, reason);
      refuse(request, response, cors);
      return;
    }
    if (!isWelcome) takePlace(overload, response);
    for (const handler of handlers) handler.call(server, request, response);
  });
}

function takePlace(overload: Overload, response: ServerResponse): void {
  overload.begin();
  slots.set(response, () => overload.end());
  response.once('close', () => givePlaceBack(response));
}

/** Called when an answer is ready: it may still wait for its reader or for earlier answers, but needs no more work. */
export function givePlaceBack(response: ServerResponse): void {
  slots.get(response)?.();
  slots.delete(response);
}

type RequestHandler = (this: Server, request: IncomingMessage, response: ServerResponse) => void;

export function onShed(server: Server, listener: (reason: OverloadReason) => void): void {
  server.on(shedEvent, listener);
}

/** Prepares the parts that are the same in every refusal; only the request id differs. */
function sheddingOf(write: boolean) {
  const ID = randomUUID();
  const { refusal, headers, body } = earlyAnswer({ code: 'OVERLOADED', facts: {} }, ID, write);
  const [before = '', after = ''] = body.toString().split(ID);
  return (response: ServerResponse, requestId: string, more: Readonly<Record<string, string>>): void => {
    const text = before + requestId + after;
    const own = { 'X-Request-Id': requestId, 'Content-Length': Buffer.byteLength(text) };
    response.writeHead(refusal.status, { ...headers, ...own, ...more }).end(text);
  };
}

const refuseRead = sheddingOf(false);
const refuseWrite = sheddingOf(true);

function refuse(request: IncomingMessage, response: ServerResponse, cors: Cors): void {
  const preflight = cors.preflightHeadersFor(request);
  const requestId = requestIdOf(request);
  if (preflight) {
    // Without an answer to its preflight, a page could not read the refusal.
    response.writeHead(204, { ...preflight, 'X-Request-Id': requestId }).end();
    return;
  }
  const writes = writeMethods.has(request.method ?? '');
  // The body is not read, so the connection cannot be reused and is closed.
  if (writes) response.shouldKeepAlive = false;
  (writes ? refuseWrite : refuseRead)(response, requestId, cors.headersFor(request.headers.origin));
}
