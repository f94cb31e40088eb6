import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { UnreadableAnswer } from './unreadable-answer';
import { isWireObject, parseWireJson, type WireObject } from './wire-json';

/** The headers of an answer that describe its bytes; empty if absent. Repeated headers are joined by commas. */
export interface BodyHeaders {
  readonly contentType: string;
  readonly contentEncoding: string;
}

/**
 * The JSON object in the bytes of an answer, even if its headers are wrong. Decompresses up to `maxBytes`. Of the
 * possible charsets, the first one in which the bytes are a JSON object is used. Throws `UnreadableAnswer` if there is none, or
 * for more bytes than the limit.
 */
export function readAnswerBody(bytes: Buffer, headers: BodyHeaders, maxBytes: number): WireObject {
  return readAnswer(bytes, headers, maxBytes).body;
}

/** The same with the text itself, in which numbers and strings can still be distinguished. */
export function readAnswer(
  bytes: Buffer,
  headers: BodyHeaders,
  maxBytes: number,
): { readonly text: string; readonly body: WireObject } {
  const plain = unpack(bytes, headers.contentEncoding, maxBytes);
  for (const textOf of [(text: string) => text, withoutControls])
    for (const reading of readings(plain, headers.contentType)) {
      const text = textOf(reading);
      const body = parseObject(text);
      if (body !== null) return { text, body };
    }
  throw new UnreadableAnswer('the answer is not a JSON object');
}

type Unpack = (bytes: Buffer, limit: { maxOutputLength: number }) => Buffer;

const unpackers: ReadonlyMap<string, readonly Unpack[]> = new Map<string, readonly Unpack[]>([
  ['gzip', [gunzipSync]],
  ['x-gzip', [gunzipSync]],
  ['deflate', [inflateSync, inflateRawSync]],
  ['br', [brotliDecompressSync]],
]);

/** Decodes the declared and known encodings. Bytes that cannot be decompressed but are JSON were never compressed. */
function unpack(bytes: Buffer, contentEncoding: string, maxBytes: number): Buffer {
  const declared = contentEncoding.toLowerCase().split(',');
  const names = isGzip(bytes) ? ['gzip'] : declared.map((name) => name.trim());
  let plain = bytes;
  // Applied in the order in which they are named, so undone in reverse.
  for (const name of names.toReversed().slice(0, 3)) {
    const ways = unpackers.get(name);
    if (ways === undefined) continue;
    const unpacked = firstThatWorks(ways, plain, maxBytes);
    if (unpacked !== null) plain = unpacked;
    else if (!looksLikeJson(plain)) throw new UnreadableAnswer('the answer cannot be decompressed');
  }
  if (plain.length > maxBytes) throw new UnreadableAnswer('the answer is too large');
  return plain;
}

function firstThatWorks(ways: readonly Unpack[], bytes: Buffer, maxBytes: number): Buffer | null {
  for (const unpackBy of ways) {
    try {
      return unpackBy(bytes, { maxOutputLength: maxBytes });
    } catch {
      // The next way is tried.
    }
  }
  return null;
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function looksLikeJson(bytes: Buffer): boolean {
  return /^(?:\xef\xbb\xbf)?\s*\{/.test(bytes.toString('latin1', 0, 64));
}

/** Names that Japanese servers use and that are missing in the WHATWG list of charsets. */
const aliases: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  'windows-932': 'shift_jis',
  'x-ms-cp932': 'shift_jis',
  ms943: 'shift_jis',
  cp943: 'shift_jis',
  eucjp: 'euc-jp',
  euc_jp: 'euc-jp',
  'eucjp-win': 'euc-jp',
};

const FATAL = { fatal: true };
const utf8 = new TextDecoder('utf-8', FATAL);

/**
 * The bytes as text in every possible charset: UTF-8, the declared charset if known, Shift_JIS (whose second bytes may
 * be a backslash, which would break the JSON if read byte by byte), and Latin-1.
 */
function* readings(bytes: Buffer, contentType: string): Generator<string> {
  yield* unlessItThrows(() => utf8.decode(bytes));
  for (const [, label = ''] of contentType.matchAll(/charset\s*=\s*["']?([^\s;,"']+)/gi)) {
    const name = label.toLowerCase();
    const charset = Object.hasOwn(aliases, name) ? aliases[name] : name;
    yield* unlessItThrows(() => new TextDecoder(charset, FATAL).decode(bytes));
  }
  yield* unlessItThrows(() => new TextDecoder('shift_jis', FATAL).decode(bytes));
  yield bytes.toString('latin1');
}

/** Nothing if the bytes are not in the charset, or if there is no such charset. */
function* unlessItThrows(decode: () => string): Generator<string> {
  try {
    yield decode();
  } catch {
    // The next charset is tried.
  }
}

function parseObject(text: string): WireObject | null {
  // A long page of HTML is not searched for numbers in every charset.
  if (!/^\s*\{/.test(text)) return null;
  try {
    const value = parseWireJson(text);
    return isWireObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** JSON made by string concatenation may hold raw line breaks in its messages. */
function withoutControls(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0001-\u001f]/g, ' ');
}
