import { isLinePattern, type LinePattern } from './line-pattern';
import { isScope, scopes, type Scope } from './scopes';

/** An application that calls the gateway with an API key. */
export interface ApiClient {
  /** The part of its keys between the underscores; names it in logs and records. */
  readonly id: string;
  /** SHA-256 of each whole key, in lower-case hex: one, or two while a key is replaced. */
  readonly keySha256: readonly string[];
  readonly scopes: readonly Scope[];
  /** The only lines that it may use; all of them when left out. */
  readonly lines?: readonly LinePattern[];
  /** Requests per second that it may make, when not as many as others. */
  readonly ratePerSecond?: number;
}

/** The id of a client; an underscore would end it inside a key. */
const CLIENT_ID = /^[A-Za-z0-9-]{1,32}$/;

type Check = (value: unknown) => boolean;

const SHA256 = /^[0-9a-f]{64}$/;
const isText = (form: RegExp): Check => {
  return (value) => typeof value === 'string' && form.test(value);
};
const isRate: Check = (value) => typeof value === 'number' && value > 0 && value <= 10_000;

/** What each property of an entry has to be, and how that is said. */
const properties: Readonly<Record<keyof ApiClient, (value: unknown, path: string) => string[]>> = {
  id: one(isText(CLIENT_ID), 'must be 1-32 letters, digits or hyphens'),
  keySha256: some(isText(SHA256), 'must be a SHA-256 in 64 lower-case hex digits', 2),
  scopes: some(isScope, `must be one of ${scopes.join(', ')}`, scopes.length),
  lines: optionally(
    some(
      (value) => typeof value === 'string' && isLinePattern(value),
      'must be a national number, a group code or a master account, or the beginning of one and *',
      1000,
    ),
  ),
  ratePerSecond: optionally(one(isRate, 'must be a number above 0, 10000 at most')),
};

/** The clients in a JSON text. Throws an `Error` that names everything that is wrong by its path, never by value. */
export function parseApiClients(text: string): readonly ApiClient[] {
  const entries = parseList(text);
  const wrong = entries.flatMap((entry, index) => problemsOf(entry, `[${index}]`));
  if (wrong.length > 0) throw new Error(wrong.join('; '));
  const clients = entries as ApiClient[];
  const twice = [
    ...repeated(
      clients.map(({ id }) => [id]),
      'id',
    ),
    ...repeated(clients.map(hashesOf), 'keySha256'),
  ];
  if (twice.length > 0) throw new Error(twice.join('; '));
  return clients;
}

function parseList(text: string): unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // What the parser says repeats a part of the text.
    throw new Error('must be JSON');
  }
  if (!Array.isArray(value)) throw new Error('must be a JSON list of clients');
  return value;
}

function problemsOf(entry: unknown, path: string): string[] {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    return [`${path} must be an object`];
  const names = Object.keys(properties);
  const unknown = Object.keys(entry).some((name) => !names.includes(name))
    ? [`${path} has a property that is none of ${names.join(', ')}`]
    : [];
  const values = new Map<string, unknown>(Object.entries(entry));
  const known = Object.entries(properties).flatMap(([name, check]) =>
    check(values.get(name), `${path}.${name}`),
  );
  return [...known, ...unknown];
}

function one(check: Check, rule: string) {
  return (value: unknown, path: string): string[] => (check(value) ? [] : [`${path} ${rule}`]);
}

function some(check: Check, rule: string, most: number) {
  return (value: unknown, path: string): string[] => {
    if (!Array.isArray(value) || value.length < 1 || value.length > most)
      return [`${path} must be a list with 1 to ${most} entries`];
    return value.flatMap((each, index) => one(check, rule)(each, `${path}[${index}]`));
  };
}

function optionally(check: (value: unknown, path: string) => string[]) {
  return (value: unknown, path: string): string[] => (value === undefined ? [] : check(value, path));
}

function hashesOf({ keySha256 }: ApiClient): readonly string[] {
  return keySha256;
}

/** Where a value stands that an earlier place has, too. */
function repeated(lists: readonly (readonly string[])[], name: string): string[] {
  const seen = new Set<string>();
  return lists.flatMap((values, index) =>
    values.flatMap((value) => {
      if (seen.has(value)) return [`[${index}].${name} has a value that an earlier place has, too`];
      seen.add(value);
      return [];
    }),
  );
}
