import { gzipSync } from 'node:zlib';
import { resetSocket } from '../harness/reset-socket';
import * as answers from '../harness/upstream-answers';
import * as timing from '../harness/upstream-timing';
import type { UpstreamScript } from '../harness/upstream-script';
import type { Answer } from './upstream-bench';

const MB = 1024 * 1024;
const SHIFT_JIS_NAME = Buffer.from('93fa967b', 'hex');
/** Characters whose second bytes are backslashes. */
const SHIFT_JIS_BACKSLASH = Buffer.from('955c8ea6835c83748367835c', 'hex');
const EUC_JP_NAME = Buffer.from('c6fccbdc', 'hex');
const LATIN = Buffer.from('caf\xe9', 'latin1');

/** The right answer with bytes of another charset in its message. */
const withMessage = (body: object, message: Buffer) =>
  Buffer.concat([
    Buffer.from(`${JSON.stringify(body).slice(0, -1)},"message":"`),
    message,
    Buffer.from('"}'),
  ]);
const withText = (body: object, text: string) =>
  answers.jsonBytes(Buffer.from(`${JSON.stringify(body).slice(0, -1)},${text}}`));
const packed = (body: object) =>
  answers.raw({ headers: { 'Content-Encoding': 'gzip' }, body: gzipSync(JSON.stringify(body)) });

/** Unusual answers that can be understood, each made from the correct body. */
export const HARMLESS: readonly (readonly [string, Answer])[] = [
  ['comes a byte at a time', timing.oneByteSegments],
  [
    'comes in chunks',
    (body) =>
      answers.raw({ headers: { 'Transfer-Encoding': 'chunked' }, length: false, body: chunked(body) }),
  ],
  [
    'ends with its connection',
    (body) => answers.raw({ body: JSON.stringify(body), length: false, close: true }),
  ],
  [
    'comes after informational answers',
    (body) => async (exchange) => {
      exchange.socket.write('HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n');
      await answers.json(body)(exchange);
    },
  ],
  [
    'is in Shift_JIS and says so',
    (body) => answers.jsonBytes(withMessage(body, SHIFT_JIS_NAME), 'application/json; charset=Shift_JIS'),
  ],
  [
    'begins with a byte order mark',
    (body) => answers.jsonBytes(Buffer.from(`\uFEFF${JSON.stringify(body)}`)),
  ],
  ['is compressed without being asked for', packed],
  ['claims to be HTML', (body) => answers.jsonBytes(Buffer.from(JSON.stringify(body)), 'text/html')],
  [
    'has members named like those of every object',
    (body) => withText(body, '"__proto__":{"resultCode":"900"},"constructor":{"prototype":{"a":1}}'),
  ],
  [
    'has headers named like those of every object',
    (body) =>
      answers.raw({
        headers: { constructor: 'x', __proto__x: 'y', toString: 'z' },
        body: JSON.stringify(body),
      }),
  ],
  ['repeats a member with the same value', (body) => withText(body, '"resultCode":100')],
];

const says = (body: object, headers: Record<string, string | string[]>, message: Buffer = Buffer.alloc(0)) =>
  answers.raw({ headers, body: withMessage(body, message) });
const informed =
  (...heads: string[]) =>
  (body: object): UpstreamScript =>
  async (exchange) => {
    for (const head of heads) exchange.socket.write(`HTTP/1.1 ${head}\r\n\r\n`);
    await answers.json(body)(exchange);
  };

/**
 * Quirks of servers like Freebit's that leave the codes intact: a success stays a success and a
 * rejection stays a rejection.
 */
export const LENIENT: readonly (readonly [string, Answer])[] = [
  ['comes after a 100 that was not requested', informed('100 Continue')],
  ['comes after a 101', informed('101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade')],
  [
    'comes after several of them',
    informed('102 Processing', '100 Continue\r\nX: y', '103 Early Hints', '199 Own'),
  ],
  [
    'comes after a 100, a byte at a time',
    (body) => async (exchange) => {
      for (const byte of 'HTTP/1.1 100 Continue\r\n\r\n') exchange.socket.write(byte);
      await timing.oneByteSegments(body)(exchange);
    },
  ],
  ['has charset=null', (body) => says(body, { 'Content-Type': 'application/json; charset=null' })],
  [
    'has charset=cp932',
    (body) => says(body, { 'Content-Type': 'application/json; charset=cp932' }, SHIFT_JIS_NAME),
  ],
  ['has an empty charset', (body) => says(body, { 'Content-Type': 'application/json; charset=' })],
  [
    'has a charset that does not exist',
    (body) => says(body, { 'Content-Type': 'text/html; charset=klingon' }),
  ],
  [
    'has two content types',
    (body) => says(body, { 'Content-Type': ['text/html', 'application/json; charset=x'] }),
  ],
  ['has no content type', (body) => says(body, {})],
  ['has Content-Encoding: UTF-8', (body) => says(body, { 'Content-Encoding': 'UTF-8' })],
  ['has two content encodings', (body) => says(body, { 'Content-Encoding': ['UTF-8', 'gzip'] })],
  ['claims to be compressed', (body) => says(body, { 'Content-Encoding': 'br' })],
  ['is compressed without saying so', (body) => answers.raw({ body: gzipSync(JSON.stringify(body)) })],
  ['is in Shift_JIS without saying so', (body) => answers.jsonBytes(withMessage(body, SHIFT_JIS_NAME))],
  ['is in Shift_JIS with backslashes', (body) => answers.jsonBytes(withMessage(body, SHIFT_JIS_BACKSLASH))],
  [
    'is in Shift_JIS and claims to be UTF-8',
    (body) => answers.jsonBytes(withMessage(body, SHIFT_JIS_NAME), 'application/json; charset=UTF-8'),
  ],
  ['is in EUC-JP', (body) => answers.jsonBytes(withMessage(body, EUC_JP_NAME), 'text/html; charset=EUC-JP')],
  [
    'is not the UTF-8 that it claims to be',
    (body) => answers.jsonBytes(withMessage(body, LATIN), 'application/json; charset=utf-8'),
  ],
  [
    'has a raw line break in its message',
    (body) => answers.jsonBytes(withMessage(body, Buffer.from('a\r\nb'))),
  ],
  [
    'begins with a byte order mark and white space',
    (body) => answers.jsonBytes(Buffer.from(`\uFEFF \r\n${JSON.stringify(body)}`)),
  ],
  ['has names in other casing', (body) => answers.json(shouting(body))],
  ['has fields that no paper names', (body) => answers.json({ ...body, extra: { a: [1] }, '<x>': null })],
];

/** The same body with the names of its outermost members in capitals. */
function shouting(body: object): object {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name.toUpperCase(), value]));
}

/** Complete answers that cannot be understood. */
export const UNREADABLE: readonly (readonly [string, Answer])[] = [
  ['is HTML with HTTP 200', () => answers.html()],
  ['is HTML with HTTP 502', () => answers.html(502)],
  ['is empty', answers.empty],
  ['is null', () => answers.json(null)],
  ['is a list', (body) => answers.json([body])],
  ['is a text', (body) => answers.json(JSON.stringify(body))],
  ['has no code', () => answers.json({})],
  ['ends in the middle when its connection closes', answers.truncated],
  ['is shorter than its length', answers.short],
  ['is cut within its body', timing.resetInBody],
  ['is a success with an HTTP error status', (body) => answers.json(body, 500)],
  ['is a gzip bomb', answers.gzipBomb],
  ['is larger than a mebibyte', (body) => withText(body, `"filler":"${'x'.repeat(MB)}"`)],
  ['unpacks to more than a mebibyte', (body) => packed({ ...body, filler: 'x'.repeat(2 * MB) })],
  ['has a name twice with different values', (body) => withText(body, '"resultCode":"205"')],
  [
    'is nested a hundred thousand deep',
    (body) => withText(body, `"x":${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  ],
  ['has only an inherited code', () => answers.jsonBytes(Buffer.from('{"__proto__":{"resultCode":"100"}}'))],
  ['has two lengths', answers.twoLengths],
  ['has a length and chunks', answers.lengthAndChunked],
  ['has a bad chunk', answers.badChunk],
  ['has headers of 64 KB', answers.hugeHeaders],
  [
    'is not HTTP',
    () =>
      ({ socket }) =>
        void socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
  ],
  ['is two mebibytes of filler', () => answers.large(2 * MB)],
];

/** Answers that are cut off. */
export const LOST: readonly (readonly [string, Answer])[] = [
  ['is a reset', timing.reset],
  ['is the end of the connection', timing.hangUp],
  [
    'is cut within its headers',
    () =>
      ({ socket }) =>
        void socket.write('HTTP/1.1 200 OK\r\nContent-Le', () => resetSocket(socket)),
  ],
];

/** Longer than any deadline of these tests, in milliseconds. */
export const LATE_BY_MS = 10_000;

/** Answers that are not complete in time. */
export const LATE: readonly (readonly [string, Answer])[] = [
  ['never comes', timing.silence],
  ['drips from its first byte', (body) => timing.drippingHead(body, 50)],
  ['drips after its headers', (body) => timing.dripping(body, 50)],
  ['is preceded by endless informational answers', () => timing.informationalFlood()],
  ['comes after the deadline', (body) => timing.after(LATE_BY_MS, answers.json(body))],
];

function chunked(body: object): string {
  const text = JSON.stringify(body);
  return `5;x=y\r\n${text.slice(0, 5)}\r\n${(text.length - 5).toString(16)}\r\n${text.slice(5)}\r\n0\r\nTrailer: x\r\n\r\n`;
}
