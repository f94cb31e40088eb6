import type { Socket } from 'node:net';
import type { UpstreamRequest } from './upstream-request';

/** One request and the raw connection on which the script answers it, if need be byte by byte. */
export interface Exchange {
  readonly request: UpstreamRequest;
  readonly socket: Socket;
  /** Waits; rejects when the connection has closed, so that no script outlives it. */
  wait(ms: number): Promise<void>;
}

/** Answers a request with anything at all, or with nothing. */
export type UpstreamScript = (exchange: Exchange) => void | Promise<void>;
