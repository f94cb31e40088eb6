import type { AxiosAdapter, AxiosInstance } from 'axios' with { 'resolution-mode': 'import' };
import type { FreebitDocument } from '../calls/freebit-call';
import { failed, type Failed } from '../freebit-error';
import type { StopSignal } from '../stop-signal';
import { readAnswerBody } from '../wire/answer-body';
import { encodeBody, type BodyEncoding } from '../wire/body-encoding';
import { readEnvelope, type Envelope } from '../wire/envelope';
import { UnreadableAnswer } from '../wire/unreadable-answer';
import { BrokenExchange, Connection, type HttpAnswer } from './connection';
import { Connector, type ClientCertificate } from './connector';
import { proxyFor, type ProxySettings } from './egress-proxy';

/** The largest answer that is read, in bytes, before and after decompression. */
const MAX_ANSWER_BYTES = 1024 * 1024;

export interface TransportOptions {
  /** Scheme, host and base path, without a slash at the end. */
  readonly baseUrl: string;
  /** The encoding of the requests, by paper. */
  readonly bodyEncodings: Readonly<Record<FreebitDocument, BodyEncoding>>;
  /** Milliseconds until a connection must be open: all addresses of the name, a proxy, and TLS together. */
  readonly connectTimeoutMs: number;
  /** Connections kept open for reads. */
  readonly maxReadConnections: number;
  readonly proxy?: ProxySettings | undefined;
  readonly clientCertificate?: ClientCertificate | undefined;
}

export interface TransportRequest {
  readonly document: FreebitDocument;
  readonly path: string;
  readonly json: string;
  readonly effect: 'read' | 'write';
  /** A connection that was opened for this request alone; without one, a read uses a kept connection. */
  readonly connection?: Connection | undefined;
  /** Milliseconds for everything from connecting to the last byte. */
  readonly timeoutMs: number;
  /** Aborts the exchange when its answer is no longer wanted. */
  readonly signal?: StopSignal | undefined;
}

/** The envelope of the answer, or a failure. */
export type Sent = { readonly kind: 'envelope'; readonly envelope: Envelope } | Failed;
export type OpenedConnection = { readonly kind: 'connection'; readonly connection: Connection } | Failed;

/**
 * Sends one JSON text to Freebit and returns the envelope of the answer. Connections are kept open for reads, and
 * opened for every write and login: a reset on a kept connection does not show whether the request arrived, and a login
 * must not queue behind reads that hang.
 */
export class FreebitTransport {
  private readonly origin: URL;
  private readonly basePath: string;
  private readonly connector: Connector;
  private readonly idle: Connection[] = [];
  private readonly busy = new Set<Connection>();
  private isClosed = false;

  /** `onConnection` gets `ok` or the code of the failure for every attempt to open a connection. */
  constructor(
    private readonly axios: AxiosInstance,
    private readonly options: TransportOptions,
    private readonly onConnection: (result: string) => void = () => undefined,
  ) {
    // Without defaults axios interprets nothing: the envelope decides, not the HTTP status. Merging them is also slow.
    axios.defaults = { headers: {} } as AxiosInstance['defaults'];
    this.origin = new URL(options.baseUrl);
    this.basePath = this.origin.pathname.replace(/\/$/, '');
    const proxy = options.proxy && proxyFor(this.origin, options.proxy);
    this.connector = new Connector(this.origin, { ...options, proxy });
  }

  /** Opens a connection for one request, so that only the request itself remains to be sent. Never rejects. */
  async open(withinMs?: number): Promise<OpenedConnection> {
    const opened = await this.connector.open(withinMs);
    this.onConnection(opened.kind === 'open' ? 'ok' : opened.cause);
    if (opened.kind === 'unreachable') return failed(opened);
    const connection = new Connection(this.origin.origin, opened.socket);
    this.busy.add(connection);
    if (this.isClosed) connection.close();
    return { kind: 'connection', connection };
  }

  /**
   * Sends once; a read whose kept connection turns out to be dead is sent once more over a fresh one. Never rejects.
   */
  async send(request: TransportRequest): Promise<Sent> {
    if (request.connection !== undefined) return toSent(await this.sendOver(request.connection, request));
    const endsAtMs = performance.now() + request.timeoutMs;
    const kept = this.takeIdle();
    if (kept === undefined) return await this.sendFresh(request, endsAtMs);
    const over = await this.sendOver(kept, request);
    // Servers close idle connections silently, and a request may cross with the close.
    const crossed = over instanceof BrokenExchange && over.kind === 'connection_lost' && over.silent;
    return crossed ? await this.sendFresh(request, endsAtMs) : toSent(over);
  }

  /** Takes back a connection that is no longer used. It is kept for reads if it is still open. */
  release(connection: Connection): void {
    this.busy.delete(connection);
    const isKept = connection.isOpen && !this.isClosed && this.idle.length < this.options.maxReadConnections;
    if (isKept) this.idle.push(connection);
    else connection.close();
  }

  /** Closes every connection, even one with a call in flight. */
  close(): void {
    this.isClosed = true;
    for (const connection of [...this.idle.splice(0), ...this.busy]) connection.close();
  }

  private async sendFresh(request: TransportRequest, endsAtMs: number): Promise<Sent> {
    const opened = await this.open(endsAtMs - performance.now());
    if (opened.kind === 'failed') return opened;
    const { connection } = opened;
    const timeoutMs = endsAtMs - performance.now();
    if (!request.signal?.isStopped && timeoutMs > 0)
      return toSent(await this.sendOver(connection, { ...request, timeoutMs }));
    this.release(connection);
    return failed({ kind: request.signal?.isStopped ? 'abandoned' : 'timed_out' });
  }

  private takeIdle(): Connection | undefined {
    for (let kept = this.idle.pop(); kept !== undefined; kept = this.idle.pop()) {
      if (kept.isOpen) {
        this.busy.add(kept);
        return kept;
      }
      kept.close();
    }
    return undefined;
  }

  private async sendOver(connection: Connection, request: TransportRequest): Promise<Envelope | Error> {
    try {
      const { status, header, body } = await this.post(connection, request);
      const headers = { contentType: header('content-type'), contentEncoding: header('content-encoding') };
      return readEnvelope(readAnswerBody(body, headers, MAX_ANSWER_BYTES), status, request.effect);
    } catch (error) {
      if (error instanceof BrokenExchange || error instanceof UnreadableAnswer) return error;
      throw error;
    } finally {
      this.release(connection);
    }
  }

  /** Axios only passes the request to undici and the answer back. */
  private async post(connection: Connection, request: TransportRequest): Promise<HttpAnswer> {
    const { document, path, json, timeoutMs, signal } = request;
    const { contentType, body } = encodeBody[this.options.bodyEncodings[document]](json);
    const headers = ['accept', 'application/json', 'content-type', contentType];
    const adapter: AxiosAdapter = async (config) => {
      const sent = { path: `${this.basePath}${path}`, headers, body: config.data as string };
      const answer = await connection.exchange({ ...sent, timeoutMs, signal, maxBytes: MAX_ANSWER_BYTES });
      return { data: answer, status: answer.status, statusText: '', headers: {}, config };
    };
    const { data } = await this.axios.request<HttpAnswer>({ method: 'POST', url: path, data: body, adapter });
    return data;
  }
}

/** An unreadable answer is a failure like a broken exchange. */
function toSent(over: Envelope | Error): Sent {
  if (!(over instanceof Error)) return { kind: 'envelope', envelope: over };
  return failed({ kind: over instanceof BrokenExchange ? over.kind : 'unreadable' });
}
