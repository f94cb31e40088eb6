import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { StoreUnavailableError, type Store } from '../../src/store/store';
import { type Attempt, WriteRules } from './write-rules';

/** What happens to a command: delivered, refused, executed without a reply, or executed after the client has timed out. */
export const fates = ['delivered', 'refused', 'reply lost', 'late'] as const;
export type Fate = (typeof fates)[number];

/** One thing that will happen some time, in whatever order: a message that arrives, or a process that goes on. */
interface Step {
  readonly replica: string | null;
  readonly isMessage: boolean;
  readonly go: (fate: Fate) => Promise<void> | void;
}

export interface WorldStore extends Store {
  wipe(): Promise<void>;
}

/** The store, Freebit and the way to both, as several processes share them; time passes only when told. */
export class WriteWorld {
  readonly rules = new WriteRules(() => this.nowMs());
  /** On whose behalf something is done. */
  readonly acting = new AsyncLocalStorage<Attempt>();
  private steps: Step[] = [];
  private readonly dead = new Set<string>();
  private readonly frozen = new Set<string>();
  private setByMs = 0;

  constructor(private readonly store: WorldStore) {}

  /** The store's clock. */
  nowMs(): number {
    return Date.now() + this.setByMs;
  }

  setClock(byMs: number): void {
    this.setByMs += byMs;
  }

  /** How many things can happen now. */
  get pending(): number {
    return this.possible().length;
  }

  /** Lets one of them happen, and all that waits for it go on as far as it can. */
  async happen(index: number, fate: Fate = 'delivered'): Promise<void> {
    const possible = this.possible();
    const step = possible[index % Math.max(1, possible.length)];
    this.steps = this.steps.filter((one) => one !== step);
    await step?.go(fate);
    await quiet();
  }

  /** The process does not go on until it is thawed. What it has sent is still under way. */
  freeze(replica: string): void {
    this.frozen.add(replica);
  }

  thaw(): void {
    this.frozen.clear();
  }

  async pass(ms: number): Promise<void> {
    await jest.advanceTimersByTimeAsync(ms);
    await quiet();
  }

  /** The process is gone. What it has sent is still under way. */
  kill(replica: string): void {
    this.dead.add(replica);
    this.steps = this.steps.filter((step) => step.isMessage || step.replica !== replica);
  }

  lives(replica: string): boolean {
    return !this.dead.has(replica);
  }

  /** Empties the store, a millisecond later, so that no key was made at that very moment. */
  async wipe(): Promise<void> {
    await this.store.wipe();
    this.rules.wiped();
    await this.pass(1);
  }

  /** A moment at which a process may be interrupted; whatever else then happens first. */
  moment(replica: string): Promise<Fate> {
    return new Promise((resolve) => this.add({ replica, isMessage: false, go: resolve }));
  }

  /** A message that is under way whether or not its sender lives. */
  message(replica: string | null, go: Step['go']): void {
    this.add({ replica, isMessage: true, go });
  }

  /** The way of one process to the store. */
  storeOf(replica: string): Store {
    const { acting, rules, store } = this;
    return {
      read: (bucket, keys) =>
        this.ask(replica, async () => ({ ...(await store.read(bucket, keys)), nowMs: this.nowMs() })),
      commit: (bucket, changes, options) => {
        const attempt = acting.getStore();
        return this.ask(replica, async () => {
          const committed = await store.commit(bucket, changes, options);
          if (committed.done) rules.changed({ replica, attempt, changes });
          return { ...committed, nowMs: this.nowMs() };
        });
      },
      listIndex: (bucket, index, page) => this.ask(replica, () => store.listIndex(bucket, index, page)),
      nowMs: () => this.nowMs(),
    };
  }

  /** As `storeOf`, but nothing befalls what the process asks until it has started. */
  storeAtStart(later: Store): { readonly store: Store; started(): void } {
    const { store } = this;
    let starting = true;
    const at = <Reply extends object>(reply: Reply) => ({ ...reply, nowMs: this.nowMs() });
    return {
      started: () => (starting = false),
      store: {
        ...later,
        read: async (...question) =>
          starting ? at(await store.read(...question)) : await later.read(...question),
        commit: async (...change) =>
          starting ? at(await store.commit(...change)) : await later.commit(...change),
      },
    };
  }

  private ask<Reply>(replica: string, act: () => Promise<Reply>): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const fail = () => reject(new StoreUnavailableError('no reply'));
      this.message(replica, async (fate) => {
        if (fate === 'late') this.message(null, () => act().then(ignore, ignore));
        if (fate === 'refused' || fate === 'late') return fail();
        const tell = await act().then(
          (reply) => () => resolve(reply),
          () => fail,
        );
        void this.moment(replica).then(fate === 'reply lost' ? fail : tell);
      });
    });
  }

  private possible(): Step[] {
    return this.steps.filter(({ isMessage, replica }) => isMessage || !this.frozen.has(replica ?? ''));
  }

  private add(step: Step): void {
    if (step.replica === null || !this.dead.has(step.replica)) this.steps.push(step);
  }
}

/** A fresh part of a store. Wiping it moves on to another fresh part. */
export function wipeable(store: Store): WorldStore {
  let part = randomUUID();
  const inPart = (bucket: string) => `${part}${bucket}`;
  return {
    read: (bucket, keys) => store.read(inPart(bucket), keys),
    commit: (bucket, changes, options) => store.commit(inPart(bucket), changes, options),
    listIndex: (bucket, index, page) => store.listIndex(inPart(bucket), index, page),
    nowMs: () => store.nowMs(),
    wipe: async () => void (part = randomUUID()),
  };
}

const ignore = () => undefined;

/** Every promise that can settle without a step has settled. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
