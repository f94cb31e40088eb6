import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { TransportError } from './transport-error';

type Decompress = (bytes: Buffer, options: { maxOutputLength: number }) => Buffer;

const decompressors = new Map<string, Decompress>([
  ['identity', (bytes) => bytes],
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
]);

/**
 * The text of an answer, decompressed up to a limit and decoded by its declared charset, else as UTF-8.
 * Throws `TransportError('unreadable')` when there is more than the limit or the bytes are not in that charset.
 */
export function answerText(bytes: Buffer, headers: AnswerHeaders, maxBytes: number): string {
  try {
    const decompress = decompressors.get(headers.contentEncoding.toLowerCase().trim() || 'identity');
    if (decompress === undefined) throw new TransportError('unreadable');
    const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(headers.contentType)?.[1] ?? 'utf-8';
    return new TextDecoder(charset, { fatal: true }).decode(decompress(bytes, { maxOutputLength: maxBytes }));
  } catch {
    throw new TransportError('unreadable');
  }
}

export interface AnswerHeaders {
  readonly contentType: string;
  readonly contentEncoding: string;
}
