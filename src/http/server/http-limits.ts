/** What one caller may cost before it has been understood. Bytes and milliseconds, as the names say. */
export interface HttpLimits {
  readonly bodyBytes: number;
  /** Request line and headers together. */
  readonly headerBytes: number;
  readonly headersTimeoutMs: number;
  /** From the first byte of a request to the last of its body. */
  readonly requestTimeoutMs: number;
  /** How often the two timeouts are looked at, so how late they may be. */
  readonly connectionsCheckMs: number;
  /** Longer than the idle time of the load balancer, which otherwise reuses a connection that we are closing. */
  readonly keepAliveTimeoutMs: number;
  readonly requestsPerConnection: number;
  readonly connections: number;
}

export const defaultHttpLimits: HttpLimits = {
  bodyBytes: 16 * 1024,
  headerBytes: 16 * 1024,
  headersTimeoutMs: 5_000,
  requestTimeoutMs: 15_000,
  connectionsCheckMs: 1_000,
  keepAliveTimeoutMs: 65_000,
  requestsPerConnection: 1_000,
  connections: 2_000,
};
