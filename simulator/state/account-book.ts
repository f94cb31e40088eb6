/** How a book handles the accounts of one kind. */
export interface AccountKind<Account, Seed> {
  /** For messages, such as `line`. */
  readonly noun: string;
  readonly key: (seed: Seed | Account) => string;
  readonly fromKey: (key: string) => Seed;
  readonly complete: (seed: Seed) => Account;
  /** The accounts after a reset. */
  readonly initial: () => readonly Seed[];
  /** Whether an account exists without having been seeded. */
  readonly springsUp: (key: string) => boolean;
}

/** The accounts of one kind, by number, code or name. */
export class AccountBook<Account extends object, Seed extends object> {
  readonly #kind: AccountKind<Account, Seed>;
  readonly #accounts = new Map<string, Account>();

  constructor(kind: AccountKind<Account, Seed>) {
    this.#kind = kind;
    this.reset();
  }

  /** Adds or replaces an account; a bare key creates a normal account. Returns a copy of it. */
  seed(seed: string | Seed): Account {
    const given = typeof seed === 'string' ? this.#kind.fromKey(seed) : seed;
    const account = this.#kind.complete(structuredClone(given));
    this.#accounts.set(this.#kind.key(account), account);
    return structuredClone(account);
  }

  /** A copy of an account; throws if there is none. */
  get(key: string): Account {
    const account = this.find(key);
    if (account === undefined) throw new Error(`the simulator has no ${this.#kind.noun} ${key}`);
    return structuredClone(account);
  }

  /** The account itself, for the calls to read and change. */
  find(key: string): Account | undefined {
    if (!this.#accounts.has(key) && this.#kind.springsUp(key)) this.seed(key);
    return this.#accounts.get(key);
  }

  has(key: string): boolean {
    return this.find(key) !== undefined;
  }

  /** Changes some values of an account. */
  change(key: string, values: Partial<Account>): Account {
    const account = this.find(key);
    if (account === undefined) throw new Error(`the simulator has no ${this.#kind.noun} ${key}`);
    Object.assign(account, structuredClone(values));
    return structuredClone(account);
  }

  /** Deletes an account; true if there was one. */
  remove(key: string): boolean {
    return this.#accounts.delete(key);
  }

  /** Copies of all accounts. */
  all(): Account[] {
    return structuredClone([...this.#accounts.values()]);
  }

  /** The accounts themselves. */
  live(): IterableIterator<Account> {
    return this.#accounts.values();
  }

  /** Resets to the seeded accounts. */
  reset(): void {
    this.#accounts.clear();
    for (const seed of this.#kind.initial()) this.seed(seed);
  }
}
