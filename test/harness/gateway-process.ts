import { resolve } from 'node:path';
import { Child } from './child';
import { CACHE_OFF } from './caching';
import { freePort } from './free-port';
import { NO_LIMITS } from './no-limits';
import { TEST_CLIENTS } from './test-client';

/** How the gateway is started: with the tester as client, without limits and caching. It inherits only PATH and HOME. */
export interface GatewayProcessOptions {
  readonly env: Readonly<Record<string, string>>;
  /** A free port unless given. */
  readonly port?: number;
  /** The file that Node runs; the built gateway unless given. */
  readonly entry?: string | undefined;
}

const ENTRY = resolve(__dirname, '../../dist/main.js');
const POLL_MS = 20;
const START_TIMEOUT_MS = 60_000;

/** The built gateway in its own process, as deployed. */
export class GatewayProcess {
  private constructor(
    private readonly child: Child,
    readonly port: number,
  ) {}

  /** Starts it and waits until it reports to be live. */
  static async start(options: GatewayProcessOptions): Promise<GatewayProcess> {
    const gateway = await GatewayProcess.launch(options);
    await gateway.live();
    return gateway;
  }

  /** Starts it without waiting, for gateways that should fail to start. */
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

  /** Its whole output. */
  get lines(): readonly string[] {
    return this.child.lines;
  }

  /** The parsed lines of its output that are JSON objects. */
  get logs(): Record<string, unknown>[] {
    return this.lines
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Null while it runs, or if a signal ended it. */
  get exitCode(): number | null {
    return this.child.exitCode;
  }

  /** Resolves with its exit code when it ends on its own. */
  get exited(): Promise<number | null> {
    return this.child.exited;
  }

  /** Resolves with the first past or future line that matches. */
  line(pattern: RegExp): Promise<string> {
    return this.child.line(pattern);
  }

  /** Stops it, and resolves with its exit code. */
  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    return this.child.end(signal);
  }

  kill(): Promise<number | null> {
    return this.child.end('SIGKILL');
  }

  /** Sends a signal without waiting. */
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
