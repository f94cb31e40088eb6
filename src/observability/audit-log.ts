import { write } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { maskRequestId } from './request-id';

/** One line of the audit log: who did what to which line, and what came of it. */
export interface AuditLine {
  /** `intent` stands before anything is sent, `outcome` after; a lone `intent` means that nobody knows. */
  readonly audit: 'intent' | 'outcome' | 'resolution';
  readonly operationId: string;
  readonly caller: string;
  readonly requestId?: string;
  /** What is done: `quota_addition`, `plan_change`. */
  readonly type: string;
  /** Masked. */
  readonly line: string;
  readonly outcome?: 'applied' | 'not_applied' | 'unknown';
  /** The problem that was answered, if any. */
  readonly code?: string;
  readonly note?: string;
}

const PATIENCE_MS = 1_000;
/** When nobody reads, what has been announced is kept until somebody does, and this much at most is announced. */
const MOST_WAITING = 1_000;
const FULL_PIPE_PAUSE_MS = 10;
const writeBytes = promisify(write);

/** Where audit lines go: resolves when the line is written, whole. */
export type AuditSink = (line: string) => Promise<void>;

/** Writes one JSON line for each step of a write. Unlike other log lines, none is ever dropped. */
export class AuditLog {
  private last: Promise<void> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly sink: AuditSink = standardOutput) {}

  /** Rejects when the line could not be written within a second; it is written yet once that is possible. */
  async write(line: AuditLine): Promise<void> {
    if (line.audit !== 'outcome' && this.waiting >= MOST_WAITING) throw new AuditUnavailable();
    const { requestId } = line;
    const shown = { ...line, ...(requestId !== undefined && { requestId: maskRequestId(requestId) }) };
    const written = this.enqueue(`${JSON.stringify({ time: new Date().toISOString(), ...shown })}\n`);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new AuditUnavailable());
      }, PATIENCE_MS);
    });
    await Promise.race([written, late])
      .catch(() => {
        throw new AuditUnavailable();
      })
      .finally(() => {
        clearTimeout(timer);
      });
  }

  private enqueue(text: string): Promise<void> {
    this.waiting++;
    const written = this.last.catch(() => undefined).then(() => this.sink(text));
    this.last = written.finally(() => this.waiting--);
    return this.last;
  }
}

/** An audit line could not be written, so what it announces must not happen. */
export class AuditUnavailable extends Error {
  override readonly name = 'AuditUnavailable';
}

async function standardOutput(line: string): Promise<void> {
  const bytes = Buffer.from(line);
  for (let done = 0; done < bytes.length;) done += await writeSome(bytes, done);
}

/** How many bytes went out: none when the reader of a pipe that never blocks is behind. */
async function writeSome(bytes: Buffer, from: number): Promise<number> {
  try {
    return (await writeBytes(1, bytes, from)).bytesWritten;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    await pause(FULL_PIPE_PAUSE_MS);
    return 0;
  }
}
