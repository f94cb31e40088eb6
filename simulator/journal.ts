import type { Encoding } from './wire/request-body';

/** One request to a known path, with its secrets masked. */
export interface JournalEntry {
  readonly id: number;
  /** RFC 3339, UTC */
  readonly at: string;
  /** Below `/emptool/api`. */
  readonly path: string;
  readonly encoding: Encoding;
  readonly account: string | null;
  /** The JSON object that was sent, or null. */
  readonly body: Readonly<Record<string, unknown>> | null;
  /** Which login issued the key of the request; null for an unknown or expired one. */
  readonly login: number | null;
  /** Detail code of the answer; null until there is one. */
  resultCode: number | null;
  /** The fault of the request. */
  fault: string | null;
  /** 1 if a write was applied. */
  executions: number;
}

export interface JournalFilter {
  readonly path?: string;
  readonly account?: string;
}

export type NewEntry = Pick<JournalEntry, 'path' | 'encoding' | 'account' | 'body' | 'login'>;

const KEPT_ENTRIES = 10_000;
const SECRET = /^(authKey|oemKey)$/i;

const masked = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(masked);
  return typeof value === 'object' && value !== null ? maskedMembers(value) : value;
};

const maskedMembers = (object: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, SECRET.test(name) ? '***' : masked(value)]),
  );

const countUp = (counters: Map<string, number>, name: string): void => {
  counters.set(name, (counters.get(name) ?? 0) + 1);
};

/**
 * The requests that Freebit saw. Counts cover everything since the last reset, entries the newest 10,000 to 20,000
 * requests.
 */
export class Journal {
  #entries: JournalEntry[] = [];
  #counts = new Map<string, number>();
  #executions = new Map<string, number>();
  #nextId = 1;

  /** Records a request and returns the entry, to be completed while it is served. */
  note(request: NewEntry): JournalEntry {
    const entry: JournalEntry = {
      id: this.#nextId++,
      at: new Date().toISOString(),
      ...request,
      body: request.body && maskedMembers(request.body),
      resultCode: null,
      fault: null,
      executions: 0,
    };
    this.#entries.push(entry);
    if (this.#entries.length > 2 * KEPT_ENTRIES) this.#entries = this.#entries.slice(-KEPT_ENTRIES);
    countUp(this.#counts, entry.path);
    return entry;
  }

  /** Records that a write was applied. */
  noteExecution(entry: JournalEntry): void {
    entry.executions += 1;
    if (entry.account !== null) countUp(this.#executions, entry.account);
  }

  /** Copies of the entries, oldest first. */
  entries(filter: JournalFilter = {}): JournalEntry[] {
    const { path, account } = filter;
    const matching = this.#entries.filter(
      (entry) => (path ?? entry.path) === entry.path && (account ?? entry.account) === entry.account,
    );
    return structuredClone(matching);
  }

  /** Requests to a path (below `/emptool/api`), or to all. */
  count(path?: string): number {
    return total(this.#counts, path);
  }

  /** Writes that were applied to an account, or to all. */
  executions(account?: string): number {
    return total(this.#executions, account);
  }

  /** Requests by path. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  reset(): void {
    this.#entries = [];
    this.#counts.clear();
    this.#executions.clear();
  }
}

const total = (counters: ReadonlyMap<string, number>, name: string | undefined): number =>
  name === undefined
    ? [...counters.values()].reduce((sum, count) => sum + count, 0)
    : (counters.get(name) ?? 0);
