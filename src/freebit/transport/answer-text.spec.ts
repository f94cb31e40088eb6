import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { answerText } from './answer-text';

const KB = 1024;
const read = (bytes: Buffer, contentType = 'application/json', contentEncoding = '') =>
  answerText(bytes, { contentType, contentEncoding }, 64 * KB);
const unreadable = expect.objectContaining({ name: 'TransportError', failure: 'unreadable' });
const SHIFT_JIS = Buffer.from('93fa967b8cea', 'hex');

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

describe('the text of an answer', () => {
  it.each([
    ['UTF-8 where nothing is declared', Buffer.from('日本語'), 'application/json', '日本語'],
    ['UTF-8 where nothing at all is said', Buffer.from('日本語'), '', '日本語'],
    ['as declared', SHIFT_JIS, 'application/json; charset=Shift_JIS', '日本語'],
    ['as declared by its Windows name', SHIFT_JIS, 'application/json;charset="Windows-31J"', '日本語'],
    ['EUC-JP', Buffer.from('c6fccbdcb8ec', 'hex'), 'text/plain; charset=euc-jp', '日本語'],
    ['without its byte order mark', Buffer.from('\uFEFF{}'), 'application/json', '{}'],
    ['UTF-16, with its mark', Buffer.from('\uFEFF{}', 'utf16le'), 'application/json; charset=utf-16le', '{}'],
    ['empty', Buffer.alloc(0), 'application/json', ''],
  ])('is %s', (_, bytes, contentType, text) => {
    expect(read(bytes, contentType)).toBe(text);
  });

  it.each([
    ['broken UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'application/json'],
    ['cut within a character', Buffer.from('日').subarray(0, 2), 'application/json'],
    ['Shift_JIS that is not declared', SHIFT_JIS, 'application/json'],
    ['UTF-8 that is declared as something else', Buffer.from('日本語é'), 'application/json; charset=euc-jp'],
    ['in a charset that nobody knows', Buffer.from('{}'), 'application/json; charset=klingon'],
  ])('is unreadable when %s', (_, bytes, contentType) => {
    expect(thrownBy(() => read(bytes, contentType))).toEqual(unreadable);
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP ', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity', (text: Buffer) => text],
  ])('is unpacked from %j, and unreadable when it was cut', (encoding, pack) => {
    const packed = pack(Buffer.from('{"resultCode":"100"}'.repeat(10)));

    expect(read(packed, 'application/json', encoding)).toContain('resultCode');
    if (encoding !== 'identity')
      expect(thrownBy(() => read(packed.subarray(0, -4), 'application/json', encoding))).toEqual(unreadable);
  });

  it.each(['gzip', 'deflate', 'br'] as const)('is bounded before a %s bomb has gone off', (encoding) => {
    const pack = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }[encoding];
    const bomb = pack(Buffer.alloc(32 * KB * KB));
    const before = process.memoryUsage().rss;

    expect(thrownBy(() => read(bomb, 'application/json', encoding))).toEqual(unreadable);
    expect(process.memoryUsage().rss - before).toBeLessThan(8 * KB * KB);
  });

  it.each(['zstd', 'gzip, br', 'constructor', '__proto__', 'toString'])(
    'is unreadable when packed by %j, which nobody asked for',
    (encoding) => {
      expect(thrownBy(() => read(Buffer.from('{}'), 'application/json', encoding))).toEqual(unreadable);
    },
  );

  it('keeps to itself what it could not read', () => {
    const error = thrownBy(() => read(Buffer.from([0x73, 0x65, 0x63, 0x72, 0x65, 0x74, 0xff])));

    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret');
    expect(error).not.toHaveProperty('cause');
  });
});
