import type { Socket } from 'node:net';
import type { UpstreamRequest } from './upstream-request';

/** One request and the raw connection on which the script answers it, byte by byte if it likes. */
export interface Exchange {
  readonly request: UpstreamRequest;
  readonly socket: Socket;
  /** Waits; rejects when the connection is gone, so that no script outlives it. */
  wait(ms: number): Promise<void>;
}

/** What is answered to a request: anything at all, or nothing. */
export type UpstreamScript = (exchange: Exchange) => void | Promise<void>;
