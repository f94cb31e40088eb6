import { AuditUnavailable } from './audit-log';

/** As much as a pipe takes whole or not at all (`PIPE_BUF` of Linux), in bytes. */
const ATOMIC_BYTES = 4_096;
/** Log lines that wait for the reader, in characters; further lines are dropped. */
const MOST_LOG_CHARACTERS = 1024 * 1024;
/** The most waiting audit lines; above it, no further write may be announced. */
const MOST_RECORDS = 1_000;
/** How long log lines are collected before they are written together, in milliseconds. */
const GATHER_MS = 10;
const FULL_PIPE_PAUSE_MS = 10;
const BROKEN_PAUSE_MS = 1_000;
const RECORD_PATIENCE_MS = 1_000;

/** Writes bytes from an offset on, and returns how many; `fs.write` on a descriptor that never blocks. */
export type WriteSome = (
  bytes: Buffer,
  from: number,
  done: (error: NodeJS.ErrnoException | null, written: number) => void,
) => void;

/** An audit line that waits to be written. */
interface PendingRecord {
  readonly text: string;
  readonly takenAtMs: number;
  readonly written: () => void;
}

/**
 * Called when audit lines can no longer be written, with the cause (`EPIPE`, `ENOSPC`, `too_slow`), and when they can
 * again.
 */
export type OutputListener = (cause: string | null) => void;

/**
 * The only writer of log and audit lines. A line is written completely before the next one begins, and bytes are passed
 * on in portions that a pipe takes completely or not at all. Nothing here blocks: while the reader is slow or gone,
 * audit lines wait, before all others, and excess log lines are dropped whole and counted.
 */
export class Output {
  /** The number of dropped log lines. */
  dropped = 0;
  private lines: string[] = [];
  private lineCharacters = 0;
  private readonly records: PendingRecord[] = [];
  /** The current portion, and how much of it is written. */
  private portion: { bytes: Buffer; done: number; readonly records: PendingRecord[] } | undefined;
  private isWriting = false;
  private timer: NodeJS.Timeout | undefined;
  private failure: string | null = null;
  private readonly flushed: (() => void)[] = [];

  constructor(
    private readonly writeSome: WriteSome,
    private readonly onChange: OutputListener = () => undefined,
  ) {}

  /** Why audit lines cannot be written: a code of the system, or `too_slow`; null while they can. */
  get cause(): string | null {
    return this.failure;
  }

  /** Takes a log line, with its newline, and writes it soon or drops it. */
  write(line: string): void {
    if (this.lineCharacters + line.length > MOST_LOG_CHARACTERS) {
      this.dropped++;
      return;
    }
    this.lines.push(line);
    this.lineCharacters += line.length;
    if (this.lineCharacters >= ATOMIC_BYTES) this.start();
    else this.startIn(GATHER_MS);
  }

  /**
   * Takes an audit line, with its newline, which is never dropped. Resolves when it is written. Rejects with
   * `AuditUnavailable` if that takes more than a second; at once while lines cannot be written at all, and for an
   * announcement beyond the limit. Only that announcement is not accepted.
   */
  async record(line: string, announces: boolean): Promise<void> {
    if (announces && this.records.length >= MOST_RECORDS) throw new AuditUnavailable(false);
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        this.change('too_slow');
        reject(new AuditUnavailable(true));
      }, RECORD_PATIENCE_MS);
      late.unref();
      const written = (): void => {
        clearTimeout(late);
        resolve();
      };
      this.records.push({ text: line, takenAtMs: performance.now(), written });
      if (this.failure !== null) {
        clearTimeout(late);
        reject(new AuditUnavailable(true));
      }
      this.start();
    });
  }

  /** Resolves when everything is written, or after the given milliseconds. */
  async flush(patienceMs: number): Promise<void> {
    if (this.isEmpty) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.flushed.push(() => {
        clearTimeout(timer);
        resolve();
      });
      this.start();
    });
  }

  private get isEmpty(): boolean {
    return !this.portion && this.lines.length === 0 && this.records.length === 0;
  }

  /** Whether the reader is slower than callers can wait. */
  private get isLate(): boolean {
    const [oldest] = this.records;
    return oldest !== undefined && performance.now() - oldest.takenAtMs >= RECORD_PATIENCE_MS;
  }

  /** Does nothing while it waits after a full pipe or an error. */
  private start(): void {
    if (this.isWriting || (this.timer !== undefined && this.portion)) return;
    this.next();
  }

  private startIn(ms: number): void {
    if (this.isWriting || this.timer !== undefined) return;
    this.timer = setTimeout(() => this.next(), ms);
    this.timer.unref();
  }

  private next(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.portion ??= this.takePortion();
    if (this.portion === undefined) return;
    this.isWriting = true;
    const { bytes, done } = this.portion;
    this.writeSome(bytes, done, (error, written) => {
      this.isWriting = false;
      if (error) this.failed(error);
      else this.advanced(written);
    });
  }

  /** Audit lines first, then log lines: as many as fit, and at least one. */
  private takePortion(): { bytes: Buffer; done: number; records: PendingRecord[] } | undefined {
    let size = 0;
    const fits = (text: string): boolean => {
      const bytes = Buffer.byteLength(text);
      if (size > 0 && size + bytes > ATOMIC_BYTES) return false;
      size += bytes;
      return true;
    };
    const count = lengthOfStart(this.records, ({ text }) => fits(text));
    const records = this.records.slice(0, count);
    const lines = this.lines.splice(0, count < this.records.length ? 0 : lengthOfStart(this.lines, fits));
    if (size === 0) return undefined;
    const logged = lines.join('');
    this.lineCharacters -= logged.length;
    return { bytes: Buffer.from(records.map(({ text }) => text).join('') + logged), done: 0, records };
  }

  private advanced(written: number): void {
    const { portion } = this;
    if (portion === undefined) return;
    portion.done += written;
    if (portion.done >= portion.bytes.length) {
      this.portion = undefined;
      this.records.splice(0, portion.records.length).forEach((record) => record.written());
      if (!this.isLate) this.change(null);
    }
    if (this.isEmpty) this.flushed.splice(0).forEach((tell) => tell());
    else this.next();
  }

  private failed({ code = 'unknown' }: NodeJS.ErrnoException): void {
    const isFull = code === 'EAGAIN';
    if (!isFull) this.change(code);
    this.startIn(isFull ? FULL_PIPE_PAUSE_MS : BROKEN_PAUSE_MS);
  }

  private change(cause: string | null): void {
    if (cause === this.failure) return;
    this.failure = cause;
    this.onChange(cause);
  }
}

function lengthOfStart<Item>(items: readonly Item[], fits: (item: Item) => boolean): number {
  const end = items.findIndex((item) => !fits(item));
  return end === -1 ? items.length : end;
}
