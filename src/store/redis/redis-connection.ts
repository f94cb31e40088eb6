import { type Cluster, type Redis } from 'ioredis';
import { afterTicks, inTime } from './in-time';
import { createRedisClient } from './redis-client';
import { parseRedisUrl } from './redis-url';

/** Told when Redis comes and when it goes, with the reason's code (`ECONNREFUSED`, `WRONGPASS`) where there is one. */
export type RedisConnectionListener = (state: 'ready' | 'lost', reason?: string) => void;

/**
 * The one client of a process, kept connected for ever. An error's text and arguments may hold a password, so no
 * error leaves this class, only its code.
 */
export class RedisConnection {
  private state?: 'ready' | 'lost';
  private closing = false;
  private readonly firstAttempt: Promise<void>;

  private constructor(
    readonly client: Redis | Cluster,
    private readonly listener?: RedisConnectionListener,
  ) {
    client.on('ready', () => this.become('ready'));
    client.on('close', () => this.become('lost'));
    client.on('error', (error: Error) => this.become('lost', codeOf(error)));
    this.firstAttempt = new Promise((resolve) => {
      const stopWaiting = afterTicks(resolve);
      for (const event of ['ready', 'close', 'end', 'error'])
        client.once(event, () => {
          stopWaiting();
          resolve();
        });
    });
  }

  /** Throws `RedisUrlError` for a URL that cannot be read; an unreachable Redis is no error here. */
  static open(url: string, listener?: RedisConnectionListener): RedisConnection {
    return new RedisConnection(createRedisClient(parseRedisUrl(url)), listener);
  }

  /** Whether commands can be sent now. Waits for the very first attempt to connect, and for no later one. */
  async isReady(): Promise<boolean> {
    if (this.client.status !== 'ready') await this.firstAttempt;
    return this.client.status === 'ready';
  }

  /** Lets the commands under way finish (one command timeout at most) and leaves for good. */
  async close(): Promise<void> {
    this.closing = true;
    if (this.client.status === 'ready') await inTime(this.client.quit()).catch(() => undefined);
    this.client.disconnect();
  }

  private become(state: 'ready' | 'lost', reason?: string): void {
    if (this.state === state || this.closing) return;
    this.state = state;
    this.listener?.(state, reason);
  }
}

/** The code of a system error, or the leading word of Redis's own (`NOAUTH`, `LOADING`). */
function codeOf(error: Error): string | undefined {
  if ('code' in error && typeof error.code === 'string') return error.code;
  return /^[A-Z]{3,20}(?= )/.exec(error.message)?.[0];
}
