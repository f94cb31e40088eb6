import { gzipSync } from 'node:zlib';
import { resetSocket } from '../harness/reset-socket';
import * as answers from '../harness/upstream-answers';
import * as timing from '../harness/upstream-timing';
import type { Answer } from './upstream-bench';

const MB = 1024 * 1024;
const SHIFT_JIS_NAME = Buffer.from('93fa967b', 'hex');
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

/** What is unusual and can be understood, and how it is made out of the right body. */
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
  ['is packed though nobody asked for it', packed],
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
  ['says the same thing twice', (body) => withText(body, '"resultCode":100')],
];

/** What is complete and says nothing. */
export const UNREADABLE: readonly (readonly [string, Answer])[] = [
  ['is HTML with the status of a success', () => answers.html()],
  ['is HTML with the status of an error', () => answers.html(502)],
  ['is empty', answers.empty],
  ['is null', () => answers.json(null)],
  ['is a list', (body) => answers.json([body])],
  ['is a text', (body) => answers.json(JSON.stringify(body))],
  ['has no code', () => answers.json({})],
  ['ends in the middle with its connection', answers.truncated],
  ['is shorter than its length', answers.short],
  ['is cut within its body', timing.resetInBody],
  ['is the right one with the status of an error', (body) => answers.json(body, 500)],
  ['is in Shift_JIS and does not say so', (body) => answers.jsonBytes(withMessage(body, SHIFT_JIS_NAME))],
  [
    'is not the UTF-8 that it claims to be',
    (body) => answers.jsonBytes(withMessage(body, LATIN), 'application/json; charset=utf-8'),
  ],
  ['is a bomb', answers.gzipBomb],
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
    'is no HTTP',
    () =>
      ({ socket }) =>
        void socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
  ],
  ['is two mebibytes of nothing', () => answers.large(2 * MB)],
];

/** What breaks off. */
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

/** Later than any deadline of these tests, in milliseconds. */
export const LATE_BY_MS = 10_000;

/** What is not complete in time. */
export const LATE: readonly (readonly [string, Answer])[] = [
  ['never comes', timing.silence],
  ['drips from its first byte', (body) => timing.drippingHead(body, 50)],
  ['drips after its headers', (body) => timing.dripping(body, 50)],
  ['is announced for ever', () => timing.informationalFlood()],
  ['comes when nobody listens any more', (body) => timing.after(LATE_BY_MS, answers.json(body))],
];

function chunked(body: object): string {
  const text = JSON.stringify(body);
  return `5;x=y\r\n${text.slice(0, 5)}\r\n${(text.length - 5).toString(16)}\r\n${text.slice(5)}\r\n0\r\nTrailer: x\r\n\r\n`;
}
