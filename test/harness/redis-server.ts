import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Child } from './child';
import { freePort } from './free-port';
import { program } from './program';

/** How the server is configured; everything else is Redis's default without snapshots. */
export interface RedisServerOptions {
  /** The folder of its files; by default a temporary one that `close` removes. */
  readonly dir?: string;
  /** A free one by default. */
  readonly port?: number;
  readonly appendonly?: boolean;
  readonly maxmemory?: string;
  readonly password?: string;
  /** Further arguments, such as `['--cluster-enabled', 'yes']`. */
  readonly args?: readonly string[];
}

/** The binary that `scripts/ensure-programs.mjs` unpacked, or the system's. */
export const REDIS_BINARY = program('redis-server');

/** A real redis-server for one test on a free port of the loopback interface. */
export class RedisServer {
  private child?: Child;

  private constructor(
    private readonly options: RedisServerOptions,
    private readonly dir: string,
    readonly port: number,
  ) {}

  static async start(options: RedisServerOptions = {}): Promise<RedisServer> {
    const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'fbgw-redis-')));
    for (let attempt = 1; ; attempt++) {
      const server = new RedisServer(options, dir, options.port ?? (await freePort()));
      try {
        await server.restart();
        return server;
      } catch (error) {
        // Another process may have taken the free port meanwhile.
        if (attempt === 3) throw error;
      }
    }
  }

  get url(): string {
    const { password } = this.options;
    return `redis://${password ? `:${encodeURIComponent(password)}@` : ''}127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** Starts it again on the same port and files, once an earlier run has ended. */
  async restart(): Promise<void> {
    await this.stop();
    const { appendonly, maxmemory, password, args = [] } = this.options;
    this.child = new Child(REDIS_BINARY, [
      ...['--port', `${this.port}`, '--bind', '127.0.0.1', '--dir', this.dir, '--save', ''],
      ...['--appendonly', appendonly ? 'yes' : 'no', '--appendfsync', 'always'],
      ...(maxmemory ? ['--maxmemory', maxmemory, '--maxmemory-policy', 'noeviction'] : []),
      ...(password ? ['--requirepass', password] : []),
      ...args,
    ]);
    await this.child.line(/Ready to accept connections/);
  }

  /** A power cut after which it restarts without its data. */
  async restartEmpty(): Promise<void> {
    await this.kill();
    await rm(join(this.dir, 'appendonlydir'), { recursive: true, force: true });
    await rm(join(this.dir, 'appendonly.aof'), { force: true });
    await this.restart();
  }

  /** Shuts it down in an orderly way. */
  async stop(): Promise<void> {
    await this.child?.end('SIGTERM');
  }

  /** Kills it, like a power cut. */
  async kill(): Promise<void> {
    await this.child?.end('SIGKILL');
  }

  freeze(): void {
    this.child?.signal('SIGSTOP');
  }

  thaw(): void {
    this.child?.signal('SIGCONT');
  }

  /** One command on a new connection, as redis-cli would send it. */
  async cli(command: string, ...args: (string | number)[]): Promise<unknown> {
    const { password } = this.options;
    const client = new Redis({
      host: '127.0.0.1',
      port: this.port,
      password,
      lazyConnect: true,
      retryStrategy: null,
    });
    client.on('error', () => {});
    try {
      await client.connect();
      return await client.call(command, ...args);
    } finally {
      client.disconnect();
    }
  }

  /** How often a command was executed since `CONFIG RESETSTAT`. */
  async commands(name: string): Promise<number> {
    const statistics = String(await this.cli('INFO', 'commandstats'));
    return Number(new RegExp(`^cmdstat_${name}:calls=(\\d+)`, 'm').exec(statistics)?.[1] ?? 0);
  }

  /** Stops it and removes its files. */
  async close(): Promise<void> {
    await this.kill();
    if (!this.options.dir) await rm(this.dir, { recursive: true, force: true });
  }
}
