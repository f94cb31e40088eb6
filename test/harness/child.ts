import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { createInterface } from 'node:readline';
import { reap, spare } from './reaper';

/** A child process that ends with us, keeps its output, and has a method for each signal. */
export class Child {
  readonly lines: string[] = [];
  /** Settles with the exit code (null when a signal ended it); never rejects. */
  readonly exited: Promise<number | null>;
  exitCode: number | null = null;
  hasExited = false;
  private readonly process: ChildProcess;
  private readonly listeners = new Set<(line: string) => void>();

  constructor(command: string, args: readonly string[], options: SpawnOptions = {}) {
    this.process = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    if (this.process.pid) reap(this.process.pid);
    for (const stream of [this.process.stdout, this.process.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.hear(line));
    }
    this.exited = new Promise((resolve) => {
      this.process.once('error', (error) => this.hear(error.message));
      this.process.once('close', (code) => {
        spare(this.pid);
        [this.exitCode, this.hasExited] = [code, true];
        resolve(code);
      });
    });
  }

  get pid(): number {
    return this.process.pid ?? 0;
  }

  /** Resolves with the first past or future line that matches; rejects if the process ends first. */
  line(pattern: RegExp): Promise<string> {
    const past = this.lines.find((line) => pattern.test(line));
    if (past !== undefined) return Promise.resolve(past);
    return new Promise((resolve, reject) => {
      const listener = (line: string) => {
        if (!pattern.test(line)) return;
        this.listeners.delete(listener);
        resolve(line);
      };
      this.listeners.add(listener);
      void this.exited.then((code) =>
        reject(
          new Error(`ended with ${code} before saying ${pattern}:\n${this.lines.slice(-20).join('\n')}`),
        ),
      );
    });
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.hasExited) this.process.kill(signal);
  }

  /** A frozen process receives no other signal, so it is thawed first. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.signal(signal);
    this.signal('SIGCONT');
    return this.exited;
  }

  private hear(line: string): void {
    this.lines.push(line);
    for (const listener of this.listeners) listener(line);
  }
}
