import type { Socket } from 'node:net';
import { Client, errors, type Dispatcher } from 'undici';
import type { StopSignal } from '../stop-signal';
import { FinalAnswers } from './final-answers';

/** One HTTP request on a connection. */
export interface HttpRequest {
  readonly path: string;
  /** Alternating names and values. */
  readonly headers: readonly string[];
  readonly body: string;
  /** Milliseconds until the last byte of the answer must have arrived. */
  readonly timeoutMs: number;
  /** Larger answers are unreadable. */
  readonly maxBytes: number;
  /** Aborts the exchange when its answer is no longer wanted. */
  readonly signal?: StopSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** Repeated headers are joined by commas. */
  readonly header: (name: string) => string;
  readonly body: Buffer;
}

/** How an exchange failed after bytes of the request may have left. */
export type BrokenKind = 'timed_out' | 'connection_lost' | 'unreadable' | 'abandoned';

/** Replaces every error of the HTTP libraries, because theirs carry the request and with it the auth key. */
export class BrokenExchange extends Error {
  override readonly name = 'BrokenExchange';

  constructor(
    readonly kind: BrokenKind,
    /** Whether no byte came back at all. */
    readonly silent: boolean,
  ) {
    super(kind);
  }
}

/** One deadline limits each exchange, so the library's own timers are off. */
const ONE_AT_A_TIME = { headersTimeout: 0, bodyTimeout: 0, pipelining: 1 };

/** Shared by all connections, because creating the stack trace of an error is slow. */
const CLOSED = new Error('the connection is closed');

/** One open connection. It carries one exchange at a time and is not reopened. */
export class Connection {
  private readonly client: Client;
  private readonly answers: FinalAnswers;
  private handedOver = false;

  constructor(
    private readonly origin: string,
    private readonly socket: Socket,
  ) {
    this.answers = new FinalAnswers(socket);
    this.client = new Client(origin, {
      ...ONE_AT_A_TIME,
      connect: (_options, callback) => {
        // undici would reconnect when the socket is gone; there is no other socket.
        const isGone = this.handedOver;
        this.handedOver = true;
        // Still in this turn of the event loop, but not before undici is ready.
        queueMicrotask(() =>
          isGone ? callback(new Error('the connection is gone'), null) : callback(null, socket),
        );
      },
    });
  }

  /** Whether it is open, as far as this side knows. */
  get isOpen(): boolean {
    return !this.socket.destroyed && !this.socket.readableEnded && !this.client.destroyed;
  }

  /**
   * Sends the first byte in the same turn of the event loop. Rejects with `BrokenExchange`, and the connection is then
   * closed.
   */
  exchange(request: HttpRequest): Promise<HttpAnswer> {
    this.answers.expectHead();
    return new Promise((resolve, reject) => {
      const fail = (kind: BrokenKind) => {
        settle();
        reject(new BrokenExchange(kind, this.answers.received === 0));
        this.close();
      };
      const timer = setTimeout(() => fail('timed_out'), request.timeoutMs);
      const stopListening = request.signal?.onStop(() => fail('abandoned'));
      const settle = () => {
        clearTimeout(timer);
        stopListening?.();
      };
      const collector = new AnswerCollector(request.maxBytes, fail, (answer) => {
        settle();
        resolve(answer);
      });
      const { path, headers, body } = request;
      const { origin } = this;
      this.client.dispatch({ origin, path, method: 'POST', headers: headers as string[], body }, collector);
    });
  }

  close(): void {
    this.client.destroy(CLOSED).catch(() => undefined);
    this.socket.destroy();
  }
}

/** Receives one answer from undici. Ignores everything after its end or after an error. */
class AnswerCollector implements Dispatcher.DispatchHandler {
  private status = 0;
  private headers: Readonly<Record<string, string | string[] | undefined>> = {};
  private readonly chunks: Buffer[] = [];
  private bytes = 0;

  constructor(
    private readonly maxBytes: number,
    private readonly fail: (kind: BrokenKind) => void,
    private readonly done: (answer: HttpAnswer) => void,
  ) {}

  onRequestStart(): void {
    // Without this method undici treats the handler as an old-style handler.
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes > this.maxBytes) this.fail('unreadable');
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const { status, headers, chunks } = this;
    const [first] = chunks;
    const body = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
    const header = (name: string) => (Object.hasOwn(headers, name) ? String(headers[name] ?? '') : '');
    this.done({ status, header, body });
  }

  /** An answer that began and broke off is truncated, however the connection ended. */
  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const unreadable = this.status !== 0 || isProtocolError(error);
    this.fail(unreadable ? 'unreadable' : 'connection_lost');
  }
}

/** HTTP that could not be parsed: broken syntax, header overflow, a body whose length is not the announced one. */
function isProtocolError(error: Error): boolean {
  if (error instanceof errors.HTTPParserError) return true;
  const code = 'code' in error ? String(error.code) : '';
  return /^UND_ERR_(HEADERS_OVERFLOW|REQ_CONTENT_LENGTH_MISMATCH|RES_CONTENT_LENGTH_MISMATCH|RES_EXCEEDED_MAX_SIZE|INFO)/.test(
    code,
  );
}
