import type { SimulatorParts } from '../simulator-parts';

export interface ControlRequest {
  /** The account in the path, or empty. */
  readonly account: string;
  readonly query: URLSearchParams;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
}

/** One thing that can be done to the simulator over HTTP. */
export interface ControlEndpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/__sim`; `{account}` stands for one segment. */
  readonly path: string;
  readonly summary: string;
  /** Returns what is answered as JSON, or undefined for 404. */
  readonly handle: (request: ControlRequest, parts: SimulatorParts) => unknown;
}
