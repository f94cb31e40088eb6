import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios' with {
  'resolution-mode': 'import',
};
import { errors, type Dispatcher } from 'undici';
import type { Connection } from './connections';
import { TransportError } from './transport-error';

/**
 * Lets axios speak through undici: no redirect is followed, the answer is bounded while it is read, and a failed
 * connection can be told from a lost answer. Rejects with `TransportError` and nothing else.
 */
export function undiciAdapter(connect: () => Connection): AxiosAdapter {
  return async (config) => {
    const connection = connect();
    try {
      const response = await send(connection.dispatcher, config);
      return toAxiosResponse(config, response, await readBody(response.body, config.maxContentLength));
    } catch (error) {
      throw toTransportError(error, connection, config);
    } finally {
      connection.release();
    }
  };
}

function send(dispatcher: Dispatcher, config: InternalAxiosRequestConfig): Promise<Dispatcher.ResponseData> {
  const url = new URL(config.url ?? '');
  return dispatcher.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: 'POST',
    headers: config.headers.toJSON() as Record<string, string>,
    body: config.data as Dispatcher.RequestOptions['body'],
    signal: config.signal,
  });
}

async function readBody(
  body: Dispatcher.ResponseData['body'],
  maxBytes: number | undefined,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (maxBytes !== undefined && bytes > maxBytes) throw new TransportError('unreadable');
      chunks.push(chunk);
    }
  } catch (error) {
    // An answer that had begun and broke off is truncated, however the connection ended.
    throw error instanceof errors.SocketError ? new TransportError('unreadable') : error;
  }
  return Buffer.concat(chunks);
}

function toAxiosResponse(
  config: InternalAxiosRequestConfig,
  response: Dispatcher.ResponseData,
  data: Buffer,
): AxiosResponse {
  const headers = response.headers as Record<string, string>;
  return { data, status: response.statusCode, statusText: '', headers, config };
}

function toTransportError(
  error: unknown,
  connection: Connection,
  config: InternalAxiosRequestConfig,
): TransportError {
  if (connection.neverConnected(error)) return new TransportError('unreachable');
  if (config.signal?.aborted) return new TransportError('timed_out');
  if (error instanceof TransportError) return error;
  return new TransportError(isProtocolError(error) ? 'unreadable' : 'connection_lost');
}

/** HTTP that could not be understood: broken syntax, header overflow, a body unlike its announced length. */
function isProtocolError(error: unknown): boolean {
  if (error instanceof errors.HTTPParserError) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^UND_ERR_(HEADERS_OVERFLOW|REQ_CONTENT_LENGTH_MISMATCH|RES_CONTENT_LENGTH_MISMATCH|RES_EXCEEDED_MAX_SIZE|INFO)/.test(
    code,
  );
}
