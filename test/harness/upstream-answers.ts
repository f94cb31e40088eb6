import { gzippedZeros } from './gzip-bomb';
import type { UpstreamScript } from './upstream-script';

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  307: 'Temporary Redirect',
  500: 'Internal Server Error',
};
const JSON_TYPE = { 'Content-Type': 'application/json; charset=UTF-8' };

/** The parts of an answer; Content-Length is added unless `headers` has its own or `length` is false. */
export interface RawAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
  readonly length?: boolean;
  /** Ends the connection after the last byte. */
  readonly close?: boolean;
}

/** The bytes of an answer. */
export function toBytes({ status = 200, headers = {}, body = '', length = true }: RawAnswer): Buffer {
  const all = { ...(length && { 'Content-Length': `${Buffer.byteLength(body)}` }), ...headers };
  const fields = Object.entries(all).flatMap(([name, value]) =>
    [value].flat().map((one) => `${name}: ${one}\r\n`),
  );
  const head = `HTTP/1.1 ${status} ${REASONS[status] ?? 'Status'}\r\n${fields.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]);
}

/** Exactly this answer. */
export function raw(answer: RawAnswer): UpstreamScript {
  return ({ socket }) => {
    if (answer.close) socket.end(toBytes(answer));
    else socket.write(toBytes(answer));
  };
}

/** A well-formed JSON answer. */
export const json = (body: unknown, status = 200): UpstreamScript =>
  raw({ status, headers: JSON_TYPE, body: JSON.stringify(body) });

/** Bytes that claim to be JSON: another charset, a byte order mark, broken text. */
export const jsonBytes = (body: Buffer, contentType = 'application/json'): UpstreamScript =>
  raw({ headers: { 'Content-Type': contentType }, body });

/** A proxy's error page, by default with HTTP 200. */
export const html = (status = 200): UpstreamScript =>
  raw({ status, headers: { 'Content-Type': 'text/html' }, body: '<html><body>Sorry</body></html>' });

/** No body at all. */
export const empty = (): UpstreamScript => raw({ headers: JSON_TYPE });

/** The first half of a JSON text, delimited only by the end of the connection. */
export const truncated = (body: unknown): UpstreamScript =>
  raw({ headers: JSON_TYPE, body: half(body), length: false, close: true });

/** The first half of a JSON text under the Content-Length of the whole. */
export const short = (body: unknown): UpstreamScript =>
  raw({
    headers: { ...JSON_TYPE, 'Content-Length': `${2 * half(body).length + 1}` },
    body: half(body),
    close: true,
  });

/** Two Content-Length fields that disagree. */
export const twoLengths = (body: unknown): UpstreamScript => {
  const text = JSON.stringify(body);
  return raw({
    headers: { ...JSON_TYPE, 'Content-Length': [`${text.length}`, `${text.length - 1}`] },
    body: text,
  });
};

/** Content-Length beside Transfer-Encoding, as in request smuggling. */
export const lengthAndChunked = (body: unknown): UpstreamScript => {
  const text = JSON.stringify(body);
  const chunked = `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;
  return raw({
    headers: { ...JSON_TYPE, 'Transfer-Encoding': 'chunked', 'Content-Length': '5' },
    body: chunked,
  });
};

/** A chunk whose size is no number. */
export const badChunk = (): UpstreamScript =>
  raw({
    headers: { ...JSON_TYPE, 'Transfer-Encoding': 'chunked' },
    body: 'zz\r\n{}\r\n0\r\n\r\n',
    length: false,
  });

/** 300 MB of zeros as 300 KB of gzip. */
export const gzipBomb = (): UpstreamScript => async (exchange) => {
  const body = await gzippedZeros();
  await raw({ headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' }, body })(exchange);
};

/** A JSON text of this many bytes, not compressed. */
export const large = (bytes: number): UpstreamScript => json({ filler: 'x'.repeat(bytes) });

/** Redirects the caller, with method and body kept. */
export const redirect = (location: string, status = 307): UpstreamScript =>
  raw({ status, headers: { Location: location } });

/** 64 KB of header fields before a good answer. */
export const hugeHeaders = (body: unknown): UpstreamScript =>
  raw({
    headers: { ...JSON_TYPE, 'X-Filler': Array<string>(64).fill('x'.repeat(1024)) },
    body: JSON.stringify(body),
  });

function half(body: unknown): string {
  const text = JSON.stringify(body);
  return text.slice(0, text.length / 2);
}
