import createClient, { type Client } from 'openapi-fetch';
import { newIdempotencyKey } from './idempotency-key.js';
import { unwrap } from './problem.js';
import { NoAnswerError, type RetryPolicy, retryingFetch } from './retrying-fetch.js';
import type { paths } from './schema.js';

export { newIdempotencyKey, NoAnswerError, unwrap };
export { GatewayProblem, type Problem, type ProblemOf } from './problem.js';
export type { RetryPolicy } from './retrying-fetch.js';
export type { paths } from './schema.js';

/** The address of the gateway, and the credentials. */
export interface GatewayOptions {
  /** For example `https://gateway.example`; in a web page, the path of your own server that forwards calls. */
  readonly baseUrl: string;
  /** For servers only: everyone who opens a web page can read a key in it. */
  readonly apiKey?: string;
  /** Returns an access token of your OIDC issuer; called before every request. */
  readonly accessToken?: () => string | Promise<string>;
  /** The user behind the call, for the gateway's audit log: 1-128 visible ASCII characters. */
  readonly onBehalfOf?: string;
  readonly retry?: Partial<RetryPolicy>;
  /** A replacement for the global fetch. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

/** How long to wait for the outcome of a write. Milliseconds. */
export interface WaitOptions {
  /** Default 30,000. The gateway answers "unknown" after 20 s and waits for Freebit's answer for 40 s. */
  readonly timeoutMs?: number;
  /** Interval between two reads of the operation. Default 2,000. */
  readonly everyMs?: number;
  readonly signal?: AbortSignal;
}

/** A write of this gateway and its outcome. */
export type Operation =
  paths['/operations/{operationId}']['get']['responses'][200]['content']['application/json'];

/** The routes of the gateway. The client creates the `Idempotency-Key` unless the caller passes one. */
export type GatewayPaths = {
  [Path in keyof paths]: { [Method in keyof paths[Path]]: KeyOptional<paths[Path][Method]> };
};

type KeyOptional<Route> = Route extends { parameters: { header: { 'Idempotency-Key': string } } }
  ? Omit<Route, 'parameters'> & {
      parameters: Omit<Route['parameters'], 'header'> & { header?: Partial<Route['parameters']['header']> };
    }
  : Route;

/**
 * Calls by path. Each resolves with `data` or `error` (a problem of that route), or rejects with a {@link
 * NoAnswerError}.
 */
export interface GatewayClient extends Pick<Client<GatewayPaths>, 'GET' | 'POST' | 'PUT'> {
  /**
   * Waits for the outcome of a write, and resolves with the operation: `applied`, `not_applied`, or still `running` or
   * `unknown` when the time is over. An operation that stays `unknown` has to be resolved by a person.
   */
  waitForOperation(operationId: string, options?: WaitOptions): Promise<Operation>;
}

/** Creates a client of the gateway. It retries where that is safe, and uses one key for each write. */
export function createGatewayClient(options: GatewayOptions): GatewayClient {
  const { baseUrl, retry, fetch = (url, init) => globalThis.fetch(url, init) } = options;
  const policy = { attempts: 5, withinMs: 60_000, attemptTimeoutMs: 30_000, ...retry };
  const { GET, POST, PUT } = createClient<GatewayPaths>({
    baseUrl,
    fetch: retryingFetch({ fetch, headers: () => callerHeaders(options), policy }),
  });
  return { GET, POST, PUT, waitForOperation: (id, wait) => waitForOperation(GET, id, wait) };
}

async function callerHeaders(options: GatewayOptions): Promise<Record<string, string>> {
  const { apiKey, accessToken, onBehalfOf } = options;
  return {
    ...(apiKey === undefined ? {} : { 'X-API-Key': apiKey }),
    ...(accessToken === undefined ? {} : { Authorization: `Bearer ${await accessToken()}` }),
    ...(onBehalfOf === undefined ? {} : { 'X-On-Behalf-Of': onBehalfOf }),
  };
}

/** Whether the gateway may still find the outcome by itself: a change of plan shows on the line, added data does not. */
function mayChange({ state, type }: Operation): boolean {
  return state === 'running' || (state === 'unknown' && type === 'plan_change');
}

async function waitForOperation(
  get: GatewayClient['GET'],
  operationId: string,
  { timeoutMs = 30_000, everyMs = 2_000, signal }: WaitOptions = {},
): Promise<Operation> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const request = { params: { path: { operationId } }, ...(signal && { signal }) };
    const operation: Operation = unwrap(await get('/operations/{operationId}', request));
    if (!mayChange(operation) || performance.now() + everyMs > until) return operation;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    signal?.throwIfAborted();
  }
}
