import { type Cluster, type Redis } from 'ioredis';
import {
  compareEntries,
  misplacedReply,
  StoreUnavailableError,
  type Change,
  type CommitOptions,
  type Committed,
  type IndexEntry,
  type Indexing,
  type IndexPage,
  type Seen,
  type Store,
} from '../store';
import type { RateCounterClient } from './rate-counter-client';
import { RedisBreaker } from './redis-breaker';
import { RedisConfirmation } from './redis-confirmation';
import { RedisConnection, type RedisConnectionListener } from './redis-connection';
import { lookAtPrimaries, ownerOf, type PrimaryState } from './redis-primaries';
import { COMMIT, READ, runScript, type RedisScript } from './redis-scripts';
import { parseRedisUrl, type RedisTarget } from './redis-url';

export interface RedisStoreOptions {
  /** Put before every key. */
  readonly keyPrefix: string;
  /** The number of all replicas of a primary that confirm a write; 0, the default, waits for none. */
  readonly waitReplicas?: number;
}

/** The reply to `READ` or `COMMIT`: the texts of the records, or null if a change was made. */
interface Reply {
  readonly nowMs: number;
  readonly texts: readonly (string | null)[] | null;
}

/** The store that replicas share: Redis alone, behind Sentinel, or as a cluster. */
export class RedisStore implements Store {
  private readonly breaker = new RedisBreaker();
  private readonly connection: RedisConnection;
  private readonly confirmation: RedisConfirmation | null;
  private readonly waitReplicas: number;
  /** The highest number of replicas that a primary has shown at the last check. */
  private shownReplicas = 0;
  private failureListener: ((error: StoreUnavailableError) => void) | undefined;
  /** The store's clock minus this process's, as of the last answer. */
  private clockOffsetMs: number | null = null;

  private constructor(
    target: RedisTarget,
    private readonly options: RedisStoreOptions,
  ) {
    this.waitReplicas = options.waitReplicas ?? 0;
    this.connection = new RedisConnection(target);
    this.confirmation =
      this.waitReplicas > 0 ? new RedisConfirmation(target, this.connection, new RedisBreaker()) : null;
  }

  /** Throws `RedisUrlError` for a URL that cannot be parsed. An unreachable Redis only makes each call reject. */
  static open(url: string, options: RedisStoreOptions): RedisStore {
    return new RedisStore(parseRedisUrl(url), options);
  }

  /** Calls back when Redis becomes available or unavailable, starting with the current state. */
  onChange(listener: RedisConnectionListener): void {
    this.connection.onChange(listener);
  }

  /** Calls back for every command that failed. */
  onFailure(listener: (error: StoreUnavailableError) => void): void {
    this.failureListener = listener;
  }

  async read(bucket: string, keys: readonly string[]): Promise<Seen> {
    const names = keys.map((key) => this.keyOf(bucket, key));
    const { texts, nowMs } = toReply(await this.runOn(READ, names, []), keys.length);
    if (texts === null) throw misplacedReply();
    this.heardAt(nowMs);
    return { texts, nowMs };
  }

  async commit(bucket: string, changes: readonly Change[], options: CommitOptions = {}): Promise<Committed> {
    const { confirm = false, indexing = [] } = options;
    const keys = [...changes.map(({ key }) => key), ...indexing.map(({ index }) => index)];
    const names = keys.map((key) => this.keyOf(bucket, key));
    const args = [
      String(changes.length),
      ...changes.flatMap(toArguments),
      ...indexing.flatMap(toIndexArguments),
    ];
    const confirmation = confirm ? this.confirmation : null;
    const wanted = Math.max(this.waitReplicas, this.shownReplicas);
    const { reply, replicas } = confirmation
      ? await this.told(confirmation.run(COMMIT, names, args, wanted))
      : { reply: await this.runOn(COMMIT, names, args), replicas: wanted };
    const { texts, nowMs } = toReply(reply, changes.length);
    this.heardAt(nowMs);
    return { done: texts === null, confirmed: replicas >= wanted, texts: texts ?? [], nowMs };
  }

  nowMs(): number | null {
    return this.clockOffsetMs === null ? null : Math.floor(performance.now() + this.clockOffsetMs);
  }

  async listIndex(bucket: string, index: string, { after, limit, order }: IndexPage): Promise<IndexEntry[]> {
    const key = this.keyOf(bucket, index);
    const from = after === undefined ? (order === 'oldest_first' ? '-inf' : '+inf') : after.score;
    const entries: IndexEntry[] = [];
    // Members of equal score are read together, so those before `after` are skipped here.
    for (let offset = 0; entries.length < limit; offset += limit) {
      const flat = await this.ask((client) =>
        order === 'oldest_first'
          ? client.zrange(key, from, '+inf', 'BYSCORE', 'LIMIT', offset, limit, 'WITHSCORES')
          : client.zrange(key, from, '-inf', 'BYSCORE', 'REV', 'LIMIT', offset, limit, 'WITHSCORES'),
      );
      entries.push(
        ...toEntries(flat).filter((entry) => after === undefined || compareEntries(entry, after, order) > 0),
      );
      if (flat.length < 2 * limit) break;
    }
    return entries.slice(0, limit);
  }

  /** Counts rates for all replicas. */
  rateCounter(): RateCounterClient {
    return {
      defineCommand: (name, script) => this.connection.client.defineCommand(name, script),
      // The types of ioredis do not know the method of the script that was defined by name above.
      rlflxIncr: (keyAndArguments) =>
        this.ask((client) => (client as unknown as RateCounterClient).rlflxIncr(keyAndArguments)),
    };
  }

  /** Runs a script on one key and the keys that begin with it, all in one slot. */
  run(script: RedisScript, key: string, args: readonly (string | number)[]): Promise<unknown> {
    return this.runOn(script, [this.options.keyPrefix + key], args);
  }

  isAvailable(): Promise<boolean> {
    return this.read('health', ['ping']).then(
      () => true,
      () => false,
    );
  }

  /** What each primary reports about itself; also updates the number of replicas. */
  async primaries(): Promise<PrimaryState[]> {
    const primaries = await this.ask((client) => lookAtPrimaries(client));
    this.shownReplicas = Math.max(...primaries.map(({ replicas }) => replicas), 0);
    return primaries;
  }

  /** Identifies the primary that holds a bucket; the same for all buckets if there is only one. */
  ownerOf(bucket: string): string {
    return ownerOf(this.connection.client, this.keyOf(bucket, ''));
  }

  /** Whether Redis answered that the database number in the URL does not exist. */
  lacksDatabase(): Promise<boolean> {
    return this.connection.lacksDatabase();
  }

  /** Call it once nothing uses the store any more: later calls are rejected. */
  async close(): Promise<void> {
    await Promise.all([this.connection.close(), this.confirmation?.close()]);
  }

  private runOn(
    script: RedisScript,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<unknown> {
    return this.ask((client) => runScript(client, script, keys, args));
  }

  private ask<T>(question: (client: Redis | Cluster) => Promise<T>): Promise<T> {
    return this.told(this.connection.ask(this.breaker, question));
  }

  /** The same answer; a failure is also passed to the listener. */
  private told<T>(answer: Promise<T>): Promise<T> {
    answer.catch((error: unknown) => {
      if (error instanceof StoreUnavailableError) this.failureListener?.(error);
    });
    return answer;
  }

  /** The braces keep all keys of a bucket in one slot of a cluster. */
  private keyOf(bucket: string, key: string): string {
    return `${this.options.keyPrefix}{${bucket}}${key}`;
  }

  private heardAt(nowMs: number): void {
    this.clockOffsetMs = nowMs - performance.now();
  }
}

/** Throws `misplacedReply` for anything but a reply to `READ` or `COMMIT` about this many records. */
function toReply(reply: unknown, records: number): Reply {
  const [seconds, micros, texts, ...rest] = Array.isArray(reply) ? (reply as unknown[]) : [];
  const nowMs = Number(seconds) * 1000 + Math.floor(Number(micros) / 1000);
  const isWhole = texts === undefined || (Array.isArray(texts) && texts.length === records);
  if (Number.isNaN(nowMs) || !isWhole || rest.length > 0) throw misplacedReply();
  return { nowMs, texts: (texts as Reply['texts'] | undefined) ?? null };
}

function toArguments({ expected, next, ttlMs }: Change): string[] {
  const action = next === undefined ? '' : next === null ? 'd' : `s${next}`;
  const ttl = ttlMs === undefined ? '' : String(Math.max(1, Math.ceil(ttlMs)));
  return [expected === null ? '-' : `=${expected}`, action, ttl];
}

function toIndexArguments({ member, score, keep }: Indexing): string[] {
  return [member, score === undefined ? '' : String(score), keep === undefined ? '' : String(keep)];
}

function toEntries(flat: readonly string[]): IndexEntry[] {
  return flat.flatMap((member, at) => (at % 2 === 0 ? [{ member, score: Number(flat[at + 1]) }] : []));
}
