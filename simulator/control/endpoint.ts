import type { SimulatorParts } from '../simulator-parts';

export interface ControlRequest {
  /** The account in the path, or empty. */
  readonly account: string;
  readonly query: URLSearchParams;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
}

/** One endpoint of the control API. */
export interface ControlEndpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/__sim`; `{account}` stands for one segment. */
  readonly path: string;
  readonly summary: string;
  /** Returns the JSON of the answer, or undefined for 404. */
  readonly handle: (request: ControlRequest, parts: SimulatorParts) => unknown;
}
