import type { Fault } from './fault';

/** A fixed answer, for everything that the other faults do not cover. */
export interface CannedAnswer {
  /** Default 200. */
  readonly httpStatus?: number;
  /** Default: a JSON Content-Type. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Whether the call is processed before; default no. */
  readonly applied?: boolean;
}

/** Sends a fixed answer: redirects, other character sets, contradictions, compressed bombs. */
export const cannedAnswer = ({ httpStatus = 200, headers, body, applied = false }: CannedAnswer): Fault => ({
  name: 'answer',
  play: ({ response, serve }) => {
    if (applied) serve();
    response.writeHead(httpStatus, { 'Content-Type': 'application/json;charset=UTF-8', ...headers });
    response.end(body);
  },
});
