import { integer } from './setting';

const COUNT = { min: 0, max: 100_000 };
const BURST = { min: 1, max: 100_000 };

/** How much may be asked: of Freebit, by our callers, and of this process. */
export const limitSettings = {
  FREEBIT_MAX_CONCURRENCY: integer('Calls in flight to Freebit, per replica.', 8, { min: 1, max: 10_000 }),
  FREEBIT_MAX_QUEUE: integer('Calls that may wait for one of those places, per replica.', 32, COUNT),
  FREEBIT_RATE_PER_SECOND: integer('Calls to Freebit a second, over all replicas; 0 for no limit.', 5, COUNT),
  FREEBIT_RATE_BURST: integer('Calls that may be made at once after a quiet time.', 10, BURST),
  FREEBIT_RETRY_PERCENT: integer('Second attempts in a hundred reads; 0 for none.', 10, { min: 0, max: 100 }),
  FREEBIT_BREAKER_OPEN_MS: integer(
    'How long Freebit is left alone before one read finds out whether it is well again; 0 for never leaving it alone.',
    3000,
    { min: 0, max: 60_000 },
  ),

  EXPECTED_REPLICAS: integer(
    'How many replicas run: while Redis is away, each keeps to its share of every limit.',
    1,
    { min: 1, max: 1000 },
  ),
  CLIENT_RATE_PER_SECOND: integer(
    'Requests of one caller a second, over all replicas; 0 for no limit.',
    10,
    COUNT,
  ),
  CLIENT_RATE_BURST: integer('Requests that one caller may send at once after a quiet time.', 20, BURST),
  BULK_GUARD_LINES: integer(
    'Different lines that one caller may ask for within the window; 0 for no limit. Freebit forbids bulk retrieval.',
    60,
    COUNT,
  ),
  BULK_GUARD_WINDOW_SECONDS: integer('The window of BULK_GUARD_LINES.', 600, { min: 1, max: 86_400 }),
  OVERLOAD_IN_FLIGHT: integer(
    'Requests in flight from which on further ones are refused at once, per replica; 0 for no limit.',
    200,
    COUNT,
  ),
  OVERLOAD_DELAY_MS: integer(
    'How late this process may be, again and again, before requests are refused at once; 0 for no limit.',
    10,
    { min: 0, max: 10_000 },
  ),
} as const;
