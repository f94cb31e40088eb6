import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { readAnswer, readAnswerBody } from './answer-body';

const KB = 1024;
const read = (bytes: Buffer, contentType = 'application/json', contentEncoding = '') =>
  readAnswerBody(bytes, { contentType, contentEncoding }, 64 * KB);
const messageOf = (bytes: Buffer, contentType?: string) => read(bytes, contentType).message;

/** A success whose message consists of these bytes. */
const withMessage = (message: Buffer) =>
  Buffer.concat([Buffer.from('{"resultCode":100,"message":"'), message, Buffer.from('"}')]);
const JAPANESE = '日本語の表示ソフト';
const UTF8 = Buffer.from(JAPANESE);
/** The second byte of several of its characters is a backslash. */
const SHIFT_JIS = Buffer.from('93fa967b8cea82cc955c8ea6835c83748367', 'hex');
const EUC_JP = Buffer.from('c6fccbdcb8eca4cec9bdbca8a5bda5d5a5c8', 'hex');
const ISO_2022_JP = Buffer.from('1b2442467c4b5c386c244e493d3c28253d2555254821281b2842', 'hex');
const LATIN = Buffer.from('café', 'latin1');

describe('the object in an answer', () => {
  it.each([
    ['UTF-8 where nothing is declared', UTF8, ''],
    ['UTF-8 with a charset that does not exist', UTF8, 'application/json; charset=null'],
    ['UTF-8 with an empty charset', UTF8, 'application/json; charset='],
    ['UTF-8 that claims to be Latin', UTF8, 'application/json; charset=ISO-8859-1'],
    ['Shift_JIS as declared', SHIFT_JIS, 'application/json; charset=Shift_JIS'],
    ['Shift_JIS by its Windows name', SHIFT_JIS, 'application/json;charset="Windows-31J"'],
    ['Shift_JIS by its code page', SHIFT_JIS, 'application/json;charset=cp932'],
    ['Shift_JIS by its code page in quotes', SHIFT_JIS, "text/html; charset='MS932'"],
    ['Shift_JIS that is not declared', SHIFT_JIS, 'application/json'],
    ['Shift_JIS that claims to be UTF-8', SHIFT_JIS, 'application/json; charset=UTF-8'],
    ['Shift_JIS under a charset that does not exist', SHIFT_JIS, 'application/json; charset=klingon'],
    ['Shift_JIS of two content types', SHIFT_JIS, 'text/html, application/json; charset=sjis'],
    ['EUC-JP', EUC_JP, 'text/plain; charset=euc-jp'],
    ['EUC-JP by its Java name', EUC_JP, 'text/plain; charset=eucJP'],
    ['EUC-JP with spaces around the sign', EUC_JP, 'text/plain; charset = euc-jp'],
  ])('is read in %s', (_, message, contentType) => {
    expect(read(withMessage(message), contentType)).toEqual({ resultCode: '100', message: JAPANESE });
  });

  it('is read in ISO-2022-JP, which uses only ASCII bytes', () => {
    const text = new TextDecoder('iso-2022-jp').decode(ISO_2022_JP);

    expect(messageOf(withMessage(ISO_2022_JP), 'text/plain; charset=iso-2022-jp')).toBe(text);
  });

  it.each([
    ['Latin that is not declared', LATIN, 'application/json', 'café'],
    ['Latin that claims to be UTF-8', LATIN, 'application/json; charset=utf-8', 'café'],
    ['bytes of no charset', Buffer.from([0xff, 0x20]), 'application/json', 'ÿ '],
    ['a raw line break', Buffer.from('a\nb\tc'), 'application/json', 'a b c'],
  ])('is read byte by byte if it contains %s', (_, message, contentType, expected) => {
    expect(messageOf(withMessage(message), contentType)).toBe(expected);
  });

  it.each([
    ['with a byte order mark', Buffer.from('\uFEFF{"a":"b"}'), 'application/json'],
    [
      'in UTF-16 with a byte order mark',
      Buffer.from('\uFEFF{"a":"b"}', 'utf16le'),
      'application/json; charset=utf-16le',
    ],
    [
      'in UTF-16 without a byte order mark',
      Buffer.from('{"a":"b"}', 'utf16le'),
      'application/json; charset=utf-16le',
    ],
    ['after white space', Buffer.from('\r\n {"a":"b"}\r\n'), 'text/html'],
  ])('is read %s', (_, bytes, contentType) => {
    expect(read(bytes, contentType)).toEqual({ a: 'b' });
  });

  it.each(['', '<html></html>', 'null', '[]', '"x"', '7', '{', '{"a":1}{}', '{"a":"b\u0000"'])(
    'cannot be read from %j',
    (text) => {
      expect(() => read(Buffer.from(text))).toThrow('the answer is not a JSON object');
    },
  );

  it('keeps its text, with its line breaks', () => {
    const text = '{\n"a":"b"}';

    expect(readAnswer(Buffer.from(text), { contentType: '', contentEncoding: '' }, KB).text).toBe(text);
  });

  it('is read up to the size limit, and not beyond', () => {
    const ofSize = (bytes: number) => Buffer.from('{"a":"b"}'.padEnd(bytes));

    expect(read(ofSize(64 * KB))).toEqual({ a: 'b' });
    expect(() => read(ofSize(64 * KB + 1))).toThrow('the answer is too large');
  });

  it('cannot be read if it contradicts itself in another charset', () => {
    const twice = Buffer.concat([Buffer.from('{"resultCode":"205",'), withMessage(SHIFT_JIS).subarray(1)]);

    expect(() => read(twice)).toThrow('the answer is not a JSON object');
  });
});

describe('a compressed answer', () => {
  const TEXT = Buffer.from(`{"resultCode":"100","filler":"${'x'.repeat(200)}"}`);

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP ', gzipSync],
    ['', gzipSync],
    ['UTF-8', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['gzip, br', (text: Buffer) => brotliCompressSync(gzipSync(text))],
  ])('is decompressed from %j, and is unreadable if it was cut', (encoding, pack) => {
    const packed = pack(TEXT);

    expect(read(packed, '', encoding).resultCode).toBe('100');
    expect(() => read(packed.subarray(0, -10), '', encoding)).toThrow('the answer');
  });

  it.each([
    'gzip',
    'deflate',
    'br',
    'identity',
    'UTF-8',
    'utf8',
    'none',
    'zstd',
    'gzip, br',
    'constructor',
    '__proto__',
  ])('is read as plain if its encoding %j is unknown or wrong', (encoding) => {
    expect(read(TEXT, 'application/json', encoding).resultCode).toBe('100');
  });

  it('is decompressed at most three times', () => {
    const layers = (count: number): Buffer => (count === 0 ? TEXT : deflateSync(layers(count - 1)));
    const readLayers = (count: number) => read(layers(count), '', Array(count).fill('deflate').join(', '));

    expect(readLayers(3).resultCode).toBe('100');
    expect(() => readLayers(4)).toThrow('the answer is not a JSON object');
  });

  it.each([
    ['the first byte of gzip alone', Buffer.from('\u001f{"resultCode":"100"}'), ''],
    // Brotli has the lower byte of the length there.
    ['the second byte of gzip alone', brotliCompressSync(TEXT.toString().padEnd(0x18c)), 'br'],
  ])('is not taken for gzip by %s', (_, bytes, encoding) => {
    expect(read(bytes, '', encoding).resultCode).toBe('100');
  });

  it.each(['x{"a":"b"}', 'x\n{"a":"b"}'])('is not taken for plain JSON where it begins like %j', (text) => {
    expect(() => read(Buffer.from(text), '', 'gzip')).toThrow('the answer cannot be decompressed');
  });

  it('is read as plain after white space, too', () => {
    expect(read(Buffer.from(' \n{"a":"b"}'), '', 'gzip')).toEqual({ a: 'b' });
  });

  it.each(['gzip', 'deflate', 'br'] as const)('that is a %s bomb is stopped early', (encoding) => {
    const pack = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync }[encoding];
    const bomb = pack(Buffer.alloc(32 * KB * KB));
    const before = process.memoryUsage().rss;

    expect(() => read(bomb, '', encoding)).toThrow('the answer cannot be decompressed');
    expect(process.memoryUsage().rss - before).toBeLessThan(8 * KB * KB);
  });

  it('does not appear in the error when it cannot be read', () => {
    try {
      read(Buffer.from('secret'));
    } catch (error) {
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret');
      expect(error).not.toHaveProperty('cause');
    }
  });
});
