import * as v from 'valibot';
import { isLinePattern, type LinePattern } from '../lines/line-pattern';
import { scopes, type Scope } from './scopes';

/** Limits of one client; an omitted one is that of the settings for all callers. */
export interface ClientLimits {
  /** Requests per second, may be a fraction; instead of `CLIENT_RATE_PER_SECOND`. */
  readonly ratePerSecond?: number;
  /** Different lines whose traffic it may read within the window, instead of `BULK_GUARD_LINES`; 0 for no limit. */
  readonly trafficLines?: number;
  /** Different lines of its other reads and its writes, instead of `BULK_GUARD_OTHER_LINES`; 0 for no limit. */
  readonly otherLines?: number;
  /** Requests in flight at a time, per replica. */
  readonly inFlight?: number;
  /** The largest amount of one quota addition, in MB. */
  readonly maxAmountMb?: number;
  /** The largest total of its quota additions in one day in Tokyo, in MB. */
  readonly dailyAmountMb?: number;
  /** The only plans to which it may change a SIM. */
  readonly planCodes?: readonly string[];
}

/** An application that calls the gateway with an API key. */
export interface ApiClient extends ClientLimits {
  /** The part of its keys between the underscores; identifies the client in logs and records. */
  readonly id: string;
  /** SHA-256 of each whole key, in lower-case hex: one, or two while a key is replaced. */
  readonly keySha256: readonly string[];
  readonly scopes: readonly Scope[];
  /** The only lines that it may use; omitted: all lines. */
  readonly lines?: readonly LinePattern[];
}

const ID = 'must be 1-32 letters, digits or hyphens';
const KEYS = 2;
const MOST_PATTERNS = 1_000;
const list = (most: number) => `must be a list with 1 to ${most} entries`;

/** The error text when one of these is missing. */
const missing: Readonly<Partial<Record<string, string>>> = {
  '"id"': ID,
  '"keySha256"': list(KEYS),
  '"scopes"': list(scopes.length),
};

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function listOf<const Entry extends v.GenericSchema>(entry: Entry, most: number) {
  return v.pipe(v.array(entry, list(most)), v.minLength(1, list(most)), v.maxLength(most, list(most)));
}

function wholeNumber(min: number, max: number) {
  const must = `must be a whole number from ${min} to ${max}`;
  return v.pipe(v.number(must), v.integer(must), v.minValue(min, must), v.maxValue(max, must));
}

function textOf(pattern: RegExp, must: string) {
  return v.pipe(v.string(must), v.regex(pattern, must));
}

const RATE = 'must be a number above 0, 10000 at most';
const PATTERN = 'must be a national number, a group code or a master account, or the beginning of one and *';

const properties = {
  // An underscore would end the id inside a key.
  id: textOf(/^[A-Za-z0-9-]{1,32}$/, ID),
  keySha256: listOf(textOf(/^[0-9a-f]{64}$/, 'must be a SHA-256 in 64 lower-case hex digits'), KEYS),
  scopes: listOf(v.picklist(scopes, `must be one of ${scopes.join(', ')}`), scopes.length),
  lines: v.exactOptional(listOf(v.pipe(v.string(PATTERN), v.check(isLinePattern, PATTERN)), MOST_PATTERNS)),
  ratePerSecond: v.exactOptional(v.pipe(v.number(RATE), v.gtValue(0, RATE), v.maxValue(10_000, RATE))),
  trafficLines: v.exactOptional(wholeNumber(0, 100_000)),
  otherLines: v.exactOptional(wholeNumber(0, 100_000)),
  inFlight: v.exactOptional(wholeNumber(1, 10_000)),
  maxAmountMb: v.exactOptional(wholeNumber(1, 512_000)),
  dailyAmountMb: v.exactOptional(wholeNumber(1, 1_000_000_000)),
  planCodes: v.exactOptional(
    listOf(textOf(/^[A-Za-z0-9_-]{1,32}$/, 'must be 1-32 letters, digits, hyphens or underscores'), 1_000),
  ),
};

/** The names of all members of an entry in `API_CLIENTS`. */
export const clientProperties: readonly string[] = Object.keys(properties);

const clients = v.array(
  v.pipe(
    v.custom<object>(isObject, 'must be an object'),
    v.strictObject(
      properties,
      ({ expected }) => missing[expected] ?? `has a property other than ${clientProperties.join(', ')}`,
    ),
  ),
  'must be a JSON list of clients',
);

/** The clients in a JSON text. Throws an `Error` that names every fault by its path, never by its value. */
export function parseApiClients(text: string): readonly ApiClient[] {
  const result = v.safeParse(clients, parseJson(text), { abortPipeEarly: true });
  const wrong = result.success ? repetitions(result.output) : result.issues.map(describe);
  if (!result.success || wrong.length > 0) throw new Error(wrong.join('; '));
  return result.output;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message repeats a part of the text.
    throw new Error('must be JSON');
  }
}

/** `[0].scopes[1] must be ...`; an unknown property is not named, because it may be a key. */
function describe({ path, expected, message }: v.BaseIssue<unknown>): string {
  const known = path?.slice(0, expected === 'never' ? -1 : undefined) ?? [];
  const place = known.map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return place === '' ? message : `${place} ${message}`;
}

function repetitions(all: readonly ApiClient[]): string[] {
  return [
    ...repeated(all, 'id', ({ id }) => [id]),
    ...repeated(all, 'keySha256', (client) => client.keySha256),
  ];
}

/** The paths of values that occur more than once. */
function repeated(
  all: readonly ApiClient[],
  name: keyof ApiClient,
  valuesOf: (client: ApiClient) => readonly string[],
): string[] {
  const seen = new Set<string>();
  return all.flatMap((client, index) =>
    valuesOf(client).flatMap((value) => {
      if (seen.has(value)) return [`[${index}].${name} repeats an earlier value`];
      seen.add(value);
      return [];
    }),
  );
}
