import { isUtf8 } from 'node:buffer';
import { type Snapshot, type Store, StoreUnavailableError } from '../store';
import { type StoreHealth } from '../store-health';
import { inTime, RedisTimeout } from './in-time';
import { type RateCounterClient } from './rate-counter-client';
import { RedisBreaker } from './redis-breaker';
import { RedisConnection, type RedisConnectionListener } from './redis-connection';
import { scanKeys } from './redis-scan';
import { mayForget } from './redis-durability';
import { type RecordChange, type RecordReply } from './redis-scripts';

/** A string that is no text keeps its bytes, so that it can be replaced by compare-and-set like any other record. */
class RedisSnapshot implements Snapshot {
  readonly text: string | null;
  readonly foreign: boolean;
  readonly nowMs: number;
  readonly strayBytes?: Buffer;

  constructor([seconds, micros, type, value]: RecordReply) {
    const isText = !!value && isUtf8(value);
    this.text = isText ? value.toString('utf8') : null;
    this.foreign = !isText && type.toString() !== 'none';
    this.nowMs = Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
    if (value && !isText) this.strayBytes = value;
  }
}

/** The store that replicas share: Redis alone, behind Sentinel, or as a cluster. */
export class RedisStore implements Store, StoreHealth {
  private readonly breaker = new RedisBreaker({
    failures: 3,
    withinMs: 2_000,
    openMs: 1_000,
    isFailure: isTimeout,
  });

  private constructor(
    private readonly connection: RedisConnection,
    private readonly keyPrefix: string,
  ) {}

  /** Throws `RedisUrlError` for a URL that cannot be read; an unreachable Redis only makes each call reject. */
  static open(url: string, keyPrefix: string, listener?: RedisConnectionListener): RedisStore {
    return new RedisStore(RedisConnection.open(url, listener), keyPrefix);
  }

  read(key: string): Promise<Snapshot> {
    return this.ask(
      async (client) => new RedisSnapshot(await inTime(client.readRecordBuffer(this.keyPrefix + key))),
    );
  }

  compareAndSet(key: string, seen: Snapshot, next: string | null, ttlMs?: number): Promise<boolean> {
    const change = toChange(seen, next, ttlMs);
    return this.ask(
      async (client) => (await inTime(client.compareAndSetRecord(this.keyPrefix + key, ...change))) === 1,
    );
  }

  async keys(beginning: string): Promise<string[]> {
    const keys = await this.ask((client) => scanKeys(client, this.keyPrefix + beginning));
    return keys.map((key) => key.slice(this.keyPrefix.length));
  }

  /** Counts rates for all replicas. */
  rateCounter(): RateCounterClient {
    return {
      defineCommand: (name, script) => this.connection.client.defineCommand(name, script),
      // The script that was defined by name above is a method that ioredis's types do not know.
      rlflxIncr: (keyAndArguments) =>
        this.ask((client) => inTime((client as unknown as RateCounterClient).rlflxIncr(keyAndArguments))),
    };
  }

  isAvailable(): Promise<boolean> {
    return this.read('health').then(
      () => true,
      () => false,
    );
  }

  mayForget(): Promise<boolean | null> {
    return this.ask(mayForget).catch(() => null);
  }

  /** To be called once nothing uses the store any more: what is in flight later is refused. */
  close(): Promise<void> {
    return this.connection.close();
  }

  private async ask<T>(question: (client: RedisConnection['client']) => Promise<T>): Promise<T> {
    if (!(await this.connection.isReady())) throw new StoreUnavailableError('Redis is not connected');
    try {
      return await this.breaker.run(() => question(this.connection.client));
    } catch (error) {
      // The original error carries the command's arguments, so not even its message is passed on.
      throw error instanceof StoreUnavailableError ? error : new StoreUnavailableError(reasonOf(error));
    }
  }
}

function toChange(seen: Snapshot, next: string | null, ttlMs?: number): RecordChange {
  const seenAs: [RecordChange[0], RecordChange[1]] = isStray(seen)
    ? ['text', seen.strayBytes]
    : [seen.foreign ? 'foreign' : seen.text === null ? 'none' : 'text', seen.text ?? ''];
  if (next === null) return [...seenAs, 'delete'];
  return ttlMs === undefined
    ? [...seenAs, 'set', next]
    : [...seenAs, 'set', next, Math.max(1, Math.ceil(ttlMs))];
}

function isStray(seen: Snapshot): seen is RedisSnapshot & { strayBytes: Buffer } {
  return seen instanceof RedisSnapshot && seen.strayBytes !== undefined;
}

function isTimeout(error: unknown): boolean {
  return error instanceof RedisTimeout;
}

function reasonOf(error: unknown): string {
  if (isTimeout(error)) return 'Redis did not answer in time';
  const code = error instanceof Error && error.name === 'ReplyError' && /^[A-Z]+/.exec(error.message)?.[0];
  return code ? `Redis refused: ${code}` : 'The connection to Redis was lost';
}
