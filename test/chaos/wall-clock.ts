import { readFileSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokyoDay } from '../../src/limits/day-in-tokyo';

const DAY_MS = 24 * 60 * 60 * 1000;
const TOKYO_AHEAD_MS = 9 * 60 * 60 * 1000;

/** The wall clock of all gateways of a run. It only goes forward; Redis and the clients' UUIDs use the real time. */
export class WallClock {
  private shiftMs = 0;

  private constructor(private readonly dir: string) {}

  static async start(): Promise<WallClock> {
    const clock = new WallClock(await mkdtemp(join(tmpdir(), 'fbgw-clock-')));
    await clock.write();
    return clock;
  }

  /** The file with the milliseconds by which the clock is ahead of the machine's. */
  get file(): string {
    return join(this.dir, 'shift');
  }

  /** The day in Tokyo, `YYYY-MM-DD`. */
  today(): string {
    return tokyoDay(new Date(this.nowMs()));
  }

  /** Sets the clock to `leftMs` before the next midnight in Tokyo. */
  async moveBeforeMidnight(leftMs: number): Promise<void> {
    const sinceMidnightMs = (this.nowMs() + TOKYO_AHEAD_MS) % DAY_MS;
    this.shiftMs += Math.max(0, DAY_MS - sinceMidnightMs - leftMs);
    await this.write();
  }

  close(): Promise<void> {
    return rm(this.dir, { recursive: true, force: true });
  }

  private nowMs(): number {
    return Date.now() + this.shiftMs;
  }

  /** Renamed into place, because the gateways may read at any moment. */
  private async write(): Promise<void> {
    await writeFile(`${this.file}.next`, String(this.shiftMs));
    await rename(`${this.file}.next`, this.file);
  }
}

/** Makes `Date` of this process follow a wall clock. The file is read each time, so that gateways never differ. */
export function follow(file: string): void {
  const Machine = Date;
  const now = () => Machine.now() + Number(readFileSync(file, 'utf8'));
  globalThis.Date = new Proxy(Machine, {
    construct: (target, parts: unknown[], newTarget) =>
      Reflect.construct(target, parts.length > 0 ? parts : [now()], newTarget) as object,
    get: (target, name, receiver) =>
      name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown),
  });
}
