import { resolve } from 'node:path';
import { Child } from './child';
import { CACHE_OFF } from './caching';
import { freePort } from './free-port';
import { NO_LIMITS } from './no-limits';
import { TEST_CLIENTS } from './test-client';

/** How the gateway is started: it knows the tester, limits nothing and keeps no read. Nothing of the test's own environment but PATH and HOME reaches it. */
export interface GatewayProcessOptions {
  readonly env: Readonly<Record<string, string>>;
  /** A free port unless given. */
  readonly port?: number;
  /** What Node runs; the built gateway unless given. */
  readonly entry?: string | undefined;
}

const ENTRY = resolve(__dirname, '../../dist/main.js');
const POLL_MS = 20;
const START_TIMEOUT_MS = 60_000;

/** The built gateway in a process of its own, as it is deployed. */
export class GatewayProcess {
  private constructor(
    private readonly child: Child,
    readonly port: number,
  ) {}

  /** Starts it and waits until it says that it lives. */
  static async start(options: GatewayProcessOptions): Promise<GatewayProcess> {
    const gateway = await GatewayProcess.launch(options);
    await gateway.live();
    return gateway;
  }

  /** Starts it without waiting, for those that are meant not to come up. */
  static async launch({ env, port, entry = ENTRY }: GatewayProcessOptions): Promise<GatewayProcess> {
    const chosen = port ?? (await freePort());
    const { PATH = '', HOME = '' } = process.env;
    const child = new Child(process.execPath, [entry], {
      env: {
        PATH,
        HOME,
        HOST: '127.0.0.1',
        PORT: `${chosen}`,
        API_CLIENTS: TEST_CLIENTS,
        ...NO_LIMITS,
        ...CACHE_OFF,
        ...env,
      },
    });
    return new GatewayProcess(child, chosen);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid(): number {
    return this.child.pid;
  }

  /** All that it has printed. */
  get lines(): readonly string[] {
    return this.child.lines;
  }

  /** Those of its lines that are JSON objects, parsed. */
  get logs(): Record<string, unknown>[] {
    return this.lines
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Null while it runs, and when a signal ended it. */
  get exitCode(): number | null {
    return this.child.exitCode;
  }

  /** Resolves with its exit code when it ends by itself. */
  get exited(): Promise<number | null> {
    return this.child.exited;
  }

  /** Resolves with the first line that matches, past or to come. */
  line(pattern: RegExp): Promise<string> {
    return this.child.line(pattern);
  }

  /** Asks it to end, and resolves with its exit code when it has. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    return this.child.end(signal);
  }

  kill(): Promise<number | null> {
    return this.child.end('SIGKILL');
  }

  /** Sends a signal and does not wait. */
  signal(signal: NodeJS.Signals): void {
    this.child.signal(signal);
  }

  freeze(): void {
    this.child.signal('SIGSTOP');
  }

  thaw(): void {
    this.child.signal('SIGCONT');
  }

  private async live(): Promise<void> {
    const giveUpAt = performance.now() + START_TIMEOUT_MS;
    while (!this.child.hasExited && performance.now() < giveUpAt) {
      const answer = await fetch(`${this.url}/health/live`).catch(() => null);
      await answer?.arrayBuffer();
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    await this.kill();
    throw new Error(`the gateway did not come up:\n${this.lines.slice(-20).join('\n')}`);
  }
}
