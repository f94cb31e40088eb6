import { createHash } from 'node:crypto';

/** A client of the gateways under test, and its key. */
export interface TestClient {
  readonly key: string;
  /** Its entry in `API_CLIENTS`. */
  readonly entry: object;
}

const ALL_SCOPES = ['sims:read', 'quota:write', 'plan:write', 'operations:resolve'];

/** How a client differs from the default. */
export interface TestClientOptions {
  readonly secret?: string;
  readonly scopes?: readonly string[];
  readonly lines?: readonly string[];
  readonly inFlight?: number;
  readonly otherLines?: number;
  readonly ratePerSecond?: number;
  readonly maxAmountMb?: number;
  readonly dailyAmountMb?: number;
  readonly planCodes?: readonly string[];
}

/** A client that may do everything unless the options limit it. */
export function testClient(id: string, options: TestClientOptions = {}): TestClient {
  const { secret = 'not-so-secret-'.repeat(3), ...access } = options;
  const key = `fbgw_${id}_${secret}`;
  // Many tests send more at once than a client may by default.
  const inFlight = 10_000;
  return { key, entry: { id, keySha256: [sha256(key)], scopes: ALL_SCOPES, inFlight, ...access } };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The default client of the tests. */
export const tester = testClient('tester');

/** The setting that declares it to the gateway. */
export const TEST_CLIENTS = JSON.stringify([tester.entry]);

/** The header with the key of a client. */
export function keyOf({ key }: TestClient = tester): { readonly 'X-API-Key': string } {
  return { 'X-API-Key': key };
}

/** The same as a header line, for requests sent as bytes. */
export const KEY_LINE = `X-API-Key: ${tester.key}`;
