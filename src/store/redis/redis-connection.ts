import { Redis, type Cluster } from 'ioredis';
import { StoreUnavailableError } from '../store';
import { afterTicks, inTime, RedisTimeout } from './in-time';
import { createRedisClient } from './redis-client';
import type { RedisBreaker } from './redis-breaker';
import type { RedisTarget } from './redis-url';

/**
 * Called when Redis becomes available or unavailable, with the code of the reason (`ECONNREFUSED`, `WRONGPASS`) if
 * there is one.
 */
export type RedisConnectionListener = (state: 'ready' | 'lost', reason?: string) => void;

/** How long a client that has given up waits before it begins again, in milliseconds. */
const BEGIN_AGAIN_MS = 100;

/**
 * A client that reconnects for ever. The text and arguments of an error may hold a password, so only its code leaves
 * this class.
 */
export class RedisConnection {
  readonly client: Redis | Cluster;
  private state?: 'ready' | 'lost';
  private reason: string | undefined;
  private listener: RedisConnectionListener | undefined;
  private closing = false;
  private hasNoDatabase = false;
  private readonly firstAttempt: Promise<void>;
  /** Whether the database in the URL exists; a client that failed to select it would silently use database 0. */
  private selected: Promise<boolean> = Promise.resolve(true);

  /** Starts to connect; an unreachable Redis is not an error here. */
  constructor(private readonly target: RedisTarget) {
    const client = createRedisClient(target);
    this.client = client;
    client.on('ready', () => {
      this.selected = this.select();
      void this.selected.then((found) => this.become(found ? 'ready' : 'lost', found ? undefined : 'SELECT'));
    });
    client.on('close', () => this.become('lost'));
    client.on('end', () => this.beginAgain());
    client.on('error', (error: Error) => {
      this.hasNoDatabase ||= error.message.includes('DB index is out of range');
      this.become('lost', codeOf(error));
    });
    this.firstAttempt = new Promise((resolve) => {
      const stopWaiting = afterTicks(resolve);
      for (const event of ['ready', 'close', 'end', 'error'])
        client.once(event, () => {
          stopWaiting();
          resolve();
        });
    });
  }

  /** Calls back for every change, starting with the current state. */
  onChange(listener: RedisConnectionListener): void {
    this.listener = listener;
    if (this.state) listener(this.state, this.reason);
  }

  /** Whether commands can be sent now. Waits for the first attempt to connect, but not for later ones. */
  async isReady(): Promise<boolean> {
    if (this.client.status !== 'ready') await this.firstAttempt;
    return this.client.status === 'ready' && (await this.selected);
  }

  /** Whether the server answered that the database number in the URL does not exist. */
  async lacksDatabase(): Promise<boolean> {
    await this.firstAttempt;
    if (this.client.status === 'ready') await this.selected;
    return this.hasNoDatabase;
  }

  /** Sends a command, with the time limit of a command. Rejects with `StoreUnavailableError` only. */
  async ask<T>(breaker: RedisBreaker, question: (client: Redis | Cluster) => Promise<T>): Promise<T> {
    if ((this.client.status !== 'ready' || this.state !== 'ready') && !(await this.isReady()))
      throw new StoreUnavailableError('Redis is not connected');
    try {
      return await breaker.run(() => inTime(question(this.client)));
    } catch (error) {
      // The original error carries the command's arguments, so not even its message is passed on.
      throw error instanceof StoreUnavailableError ? error : unavailable(error);
    }
  }

  /** Waits for commands in flight (one command timeout at most) and disconnects. */
  async close(): Promise<void> {
    this.closing = true;
    if (this.client.status === 'ready') await inTime(this.client.quit()).catch(() => undefined);
    this.client.disconnect();
  }

  /** A client gives up for ever when a Sentinel reports a failover while the client asks for the primary. */
  private beginAgain(): void {
    if (this.closing) return;
    setTimeout(() => {
      // A failure is reported by events.
      if (!this.closing) void this.client.connect().catch(() => undefined);
    }, BEGIN_AGAIN_MS).unref();
  }

  private async select(): Promise<boolean> {
    const { target, client } = this;
    if (target.kind === 'cluster' || target.db === 0 || !(client instanceof Redis)) return true;
    return await inTime(client.select(target.db)).then(
      () => true,
      (error: unknown) => {
        this.hasNoDatabase ||= error instanceof Error && error.name === 'ReplyError';
        return false;
      },
    );
  }

  private become(state: 'ready' | 'lost', reason?: string): void {
    const isNews = this.state !== state || (reason !== undefined && this.reason !== reason);
    if (!isNews || this.closing) return;
    this.state = state;
    this.reason = reason;
    this.listener?.(state, reason);
  }
}

function unavailable(error: unknown): StoreUnavailableError {
  if (error instanceof RedisTimeout)
    return new StoreUnavailableError('Redis did not answer in time', 'TIMEOUT');
  const isReply = error instanceof Error && error.name === 'ReplyError';
  const reason = error instanceof Error ? codeOf(error) : undefined;
  return isReply
    ? new StoreUnavailableError(`Redis refused: ${reason ?? 'ERR'}${rightIn(error)}`, reason ?? 'ERR')
    : new StoreUnavailableError('The connection to Redis was lost', reason);
}

/** The code of a system error, or the first word of Redis's own (`NOAUTH`, `LOADING`). */
function codeOf(error: Error): string | undefined {
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Redis's message for a command inside a script that the user may not run; it does not say which.
  if (error.message.includes("can't run this command")) return 'NOPERM';
  return /^[A-Z]{3,20}(?= )/.exec(error.message)?.[0];
}

/** The command that the user may not run, if that is why Redis refused. */
function rightIn(error: Error): string {
  const [, command] = /^NOPERM .*'([a-z]+(?:\|[a-z]+)?)' command/.exec(error.message) ?? [];
  return command === undefined ? '' : ` (${command})`;
}
