/** A request as the stand-in for Freebit received it over the wire. */
export interface UpstreamRequest {
  readonly method: string;
  readonly path: string;
  /** Names in lower case; a repeated name has its last value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The value of the form field `json` (or the JSON body itself), parsed; undefined when there is none. */
  readonly json: unknown;
  /** The number of the connection: two requests with the same number shared one. */
  readonly socketId: number;
  /** Whether the stand-in executed it, regardless of the answer. */
  executed: boolean;
}

/** Takes complete requests with a Content-Length or chunked body from the front of the received bytes. */
export function takeRequest(
  received: Buffer,
  socketId: number,
): { readonly request: UpstreamRequest; readonly rest: Buffer } | null {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const [requestLine = '', ...fields] = received.toString('latin1', 0, headEnd).split('\r\n');
  const headers = Object.fromEntries(
    fields.map((field) => [
      field.slice(0, field.indexOf(':')).toLowerCase(),
      field.slice(field.indexOf(':') + 1).trim(),
    ]),
  );
  const taken = takeBody(received.subarray(headEnd + 4), headers);
  if (!taken) return null;
  const [method = '', path = ''] = requestLine.split(' ');
  const body = taken.body.toString('utf8');
  const json = parse(jsonField(body, headers['content-type'] ?? ''));
  return { request: { method, path, headers, body, json, socketId, executed: true }, rest: taken.rest };
}

function takeBody(
  received: Buffer,
  headers: Record<string, string>,
): { readonly body: Buffer; readonly rest: Buffer } | null {
  if (headers['transfer-encoding'] === 'chunked') return takeChunks(received);
  const length = Number(headers['content-length'] ?? 0);
  return received.length < length
    ? null
    : { body: received.subarray(0, length), rest: received.subarray(length) };
}

function takeChunks(received: Buffer): { readonly body: Buffer; readonly rest: Buffer } | null {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = received.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = parseInt(received.toString('latin1', at, lineEnd), 16);
    const end = lineEnd + 2 + size;
    if (received.length < end + 2) return null;
    if (size === 0) return { body: Buffer.concat(chunks), rest: received.subarray(end + 2) };
    chunks.push(received.subarray(lineEnd + 2, end));
    at = end + 2;
  }
}

function jsonField(body: string, contentType: string): string {
  if (contentType.startsWith('application/x-www-form-urlencoded'))
    return new URLSearchParams(body).get('json') ?? '';
  if (!contentType.startsWith('multipart/form-data')) return body;
  return /name="json"[^]*?\r\n\r\n([^]*?)\r\n--/.exec(body)?.[1] ?? '';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
