import type { AxiosInstance } from 'axios' with { 'resolution-mode': 'import' };
import { encodeBody, type BodyEncoding } from '../wire/body-encoding';
import { answerText } from './answer-text';
import { Connections, type ConnectionLimits } from './connections';
import { TransportError } from './transport-error';
import { undiciAdapter } from './undici-adapter';

/** The largest answer that is read, in bytes, before and after decompression. */
const MAX_ANSWER_BYTES = 1024 * 1024;

export interface TransportOptions extends ConnectionLimits {
  /** Scheme, host and base path, without a slash at the end. */
  readonly baseUrl: string;
  readonly bodyEncoding: BodyEncoding;
}

export interface TransportRequest {
  readonly path: string;
  readonly json: string;
  /** A kept connection serves reads only; one that is fresh is used for nothing else. */
  readonly connection: 'kept' | 'fresh';
  /** Bounds everything from connecting to the last byte. */
  readonly timeoutMs: number;
  /** Ends the exchange earlier, when nobody waits for its answer any more. */
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly httpStatus: number;
  readonly text: string;
}

/** Sends one JSON text to Freebit and brings back the text of the answer. Never sends anything twice. */
export class FreebitTransport {
  private readonly connections: Connections;
  private readonly adapters;

  constructor(
    private readonly axios: AxiosInstance,
    private readonly options: TransportOptions,
  ) {
    const connections = new Connections(new URL(options.baseUrl).origin, options);
    this.connections = connections;
    this.adapters = {
      kept: undiciAdapter(() => connections.kept()),
      fresh: undiciAdapter(() => connections.fresh()),
    };
  }

  /** Rejects with `TransportError`. */
  async send({ path, json, connection, timeoutMs, signal }: TransportRequest): Promise<Answer> {
    const { headers, body } = encodeBody[this.options.bodyEncoding](json);
    const limit = limitTo(timeoutMs, signal);
    const response = await this.axios
      .request<Buffer>({
        ...RAW,
        adapter: this.adapters[connection],
        method: 'POST',
        url: `${this.options.baseUrl}${path}`,
        headers: { accept: 'application/json', ...headers },
        data: body,
        signal: limit.signal,
      })
      .catch((error: unknown) => {
        if (signal?.aborted) throw new TransportError('abandoned');
        throw error instanceof TransportError ? error : new TransportError('timed_out');
      })
      .finally(limit.release);
    const header = (name: string) => String(response.headers[name] ?? '');
    const described = { contentType: header('content-type'), contentEncoding: header('content-encoding') };
    return {
      httpStatus: response.status,
      text: answerText(response.data, described, MAX_ANSWER_BYTES),
    };
  }

  close(): Promise<void> {
    return this.connections.close();
  }
}

/**
 * Aborted after so long, or with the other signal. `AbortSignal.timeout` would be kept in memory until its time has
 * come, with all that listens to it, however soon the answer was there.
 */
function limitTo(timeoutMs: number, other: AbortSignal | undefined) {
  const ending = new AbortController();
  const end = () => ending.abort();
  const timer = setTimeout(end, timeoutMs);
  other?.addEventListener('abort', end);
  const release = () => {
    clearTimeout(timer);
    other?.removeEventListener('abort', end);
  };
  return { signal: ending.signal, release };
}

/** Keeps axios from interpreting anything: the envelope decides, not the HTTP status. */
const RAW = {
  maxContentLength: MAX_ANSWER_BYTES,
  maxRedirects: 0,
  proxy: false as const,
  responseType: 'arraybuffer' as const,
  transformRequest: [(data: unknown) => data],
  transformResponse: [],
  validateStatus: () => true,
};
