import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { StoreUnavailableError, type Store } from '../../src/store/store';
import { type Attempt, WriteRules } from './write-rules';

/** What happens to a command: delivered, refused, executed without a reply, or executed after the client timed out. */
export const fates = ['delivered', 'refused', 'reply lost', 'late'] as const;
export type Fate = (typeof fates)[number];

/** A step that can happen in any order: a message arrives, or a process continues. */
interface Step {
  readonly replica: string | null;
  readonly isMessage: boolean;
  readonly go: (fate: Fate) => Promise<void> | void;
}

export interface WorldStore extends Store {
  wipe(): Promise<void>;
}

/** The store, Freebit and the network that several processes share; time passes only on request. */
export class WriteWorld {
  readonly rules = new WriteRules(() => this.nowMs());
  /** The attempt behind a step. */
  readonly acting = new AsyncLocalStorage<Attempt>();
  private steps: Step[] = [];
  private readonly dead = new Set<string>();
  private readonly frozen = new Set<string>();
  /** Commands of processes that are starting: no time passes before the store has answered them. */
  private readonly commandsAtStart = new Set<Promise<unknown>>();
  private setByMs = 0;

  constructor(private readonly store: WorldStore) {}

  /** The store's clock. */
  nowMs(): number {
    return Date.now() + this.setByMs;
  }

  setClock(byMs: number): void {
    this.setByMs += byMs;
  }

  /** The number of steps that can happen now. */
  get pending(): number {
    return this.possible().length;
  }

  /** Runs one step, and everything that waited for it as far as possible. */
  async happen(index: number, fate: Fate = 'delivered'): Promise<void> {
    const possible = this.possible();
    const step = possible[index % Math.max(1, possible.length)];
    this.steps = this.steps.filter((one) => one !== step);
    await step?.go(fate);
    await this.rest();
  }

  /** Stops a process until it is thawed. Its messages stay under way. */
  freeze(replica: string): void {
    this.frozen.add(replica);
  }

  thaw(): void {
    this.frozen.clear();
  }

  async pass(ms: number): Promise<void> {
    await this.rest();
    await jest.advanceTimersByTimeAsync(ms);
    await this.rest();
  }

  /** Ends a process. Its messages stay under way. */
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

  /** A point at which a process may be interrupted, so that other steps happen first. */
  moment(replica: string): Promise<Fate> {
    return new Promise((resolve) => this.add({ replica, isMessage: false, go: resolve }));
  }

  /** A message that stays under way even if its sender dies. */
  message(replica: string | null, go: Step['go']): void {
    this.add({ replica, isMessage: true, go });
  }

  /** The connection of one process to the store. */
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

  /** Like `storeOf`, but without faults until the process has started. */
  storeAtStart(later: Store): { readonly store: Store; started(): void } {
    const { commandsAtStart, store } = this;
    let starting = true;
    const at = async <Reply extends object>(reply: Promise<Reply>) => {
      commandsAtStart.add(reply);
      return { ...(await reply.finally(() => commandsAtStart.delete(reply))), nowMs: this.nowMs() };
    };
    return {
      started: () => (starting = false),
      store: {
        ...later,
        read: async (...question) =>
          starting ? await at(store.read(...question)) : await later.read(...question),
        commit: async (...change) =>
          starting ? await at(store.commit(...change)) : await later.commit(...change),
      },
    };
  }

  /** Every promise that can settle without a step has settled. */
  private async rest(): Promise<void> {
    do {
      await Promise.allSettled(this.commandsAtStart);
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.commandsAtStart.size > 0);
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
