import { createServer as createTlsServer } from 'node:tls';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { HttpService } from '@nestjs/axios';
import { FreebitClient } from '../../src/freebit/freebit-client';
import { trafficInfo } from '../../src/freebit/operations/traffic-info/traffic-info';
import { FreebitTransport } from '../../src/freebit/transport/freebit-transport';
import { gzippedZeros } from '../harness/gzip-bomb';
import { resetSocket } from '../harness/reset-socket';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import { TcpProxy } from '../harness/tcp-proxy';
import * as answers from '../harness/upstream-answers';
import * as timing from '../harness/upstream-timing';
import { selfSigned } from './self-signed';
import {
  DEADLINE_MS,
  environment,
  nextLine,
  OEM_KEY,
  PlainServer,
  READS,
  UpstreamBench,
  WRITES,
  type Answer,
  type Exchanged,
} from './upstream-bench';

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

const HARMLESS: readonly (readonly [string, Answer])[] = [
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

const UNREADABLE: readonly (readonly [string, Answer])[] = [
  ['is HTML with the status of a success', () => answers.html()],
  ['is HTML with the status of an error', () => answers.html(502)],
  ['is empty', answers.empty],
  ['is null', () => answers.json(null)],
  ['is a list', (body) => answers.json([body])],
  ['is a text', (body) => answers.json(JSON.stringify(body))],
  ['has no code', () => answers.json({})],
  ['ends in the middle with its connection', answers.truncated],
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
];

const LOST: readonly (readonly [string, Answer])[] = [
  ['is a reset', timing.reset],
  ['is the end of the connection', timing.hangUp],
  [
    'is cut within its headers',
    () =>
      ({ socket }) =>
        void socket.write('HTTP/1.1 200 OK\r\nContent-Le', () => resetSocket(socket)),
  ],
  ['is cut within its body', timing.resetInBody],
  ['is shorter than its length', answers.short],
];

const LATE: readonly (readonly [string, Answer])[] = [
  ['never comes', timing.silence],
  ['drips from its first byte', (body) => timing.drippingHead(body, 20)],
  ['drips after its headers', (body) => timing.dripping(body, 20)],
  ['is announced for ever', () => timing.informationalFlood()],
];

function chunked(body: object): string {
  const text = JSON.stringify(body);
  return `5;x=y\r\n${text.slice(0, 5)}\r\n${(text.length - 5).toString(16)}\r\n${text.slice(5)}\r\n0\r\nTrailer: x\r\n\r\n`;
}

describe('when the answer of Freebit', () => {
  let bench: UpstreamBench;
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown) => unhandled.push(reason);

  beforeAll(async () => {
    process.on('unhandledRejection', onUnhandled);
    await gzippedZeros();
    bench = await UpstreamBench.start(await ScriptedUpstream.start());
  }, 20_000);
  afterAll(async () => {
    await bench.close();
    process.off('unhandledRejection', onUnhandled);
  });

  async function askAll(answer: Answer): Promise<{ reads: Exchanged[]; writes: Exchanged[] }> {
    const [reads, writes]: [Exchanged[], Exchanged[]] = [[], []];
    for (const route of READS) reads.push(await bench.exchange(route, answer));
    for (const route of WRITES) writes.push(await bench.exchange(route, answer));
    return { reads, writes };
  }

  async function expectProblems(
    answer: Answer,
    read: [number, string],
    write: [number, string],
  ): Promise<void> {
    const { reads, writes } = await askAll(answer);

    for (const { status, code } of reads) expect([status, code]).toEqual(read);
    for (const { status, code, outcome, sent, onFreshSocket } of writes) {
      expect([status, code, outcome]).toEqual([...write, 'unknown']);
      expect({ sent, onFreshSocket }).toEqual({ sent: 1, onFreshSocket: true });
    }
    const all = [...reads, ...writes];
    expect(Math.max(...all.map(({ ms }) => ms))).toBeLessThan(DEADLINE_MS + 400);
    for (const { text, line } of all) expectNoSecrets(text, line);
    expectNoSecrets(bench.log.join(''), ...all.map(({ line }) => line));
    expect(unhandled).toEqual([]);
    expect(await bench.isWell()).toBe(true);
  }

  function expectNoSecrets(text: string, ...secretLines: string[]): void {
    for (const secret of [bench.upstream.authKey, OEM_KEY, ...secretLines.map((line) => line.slice(1))])
      expect(text.includes(secret)).toBe(false);
  }

  it.each(HARMLESS)('%s, it is understood', async (_, answer) => {
    const { reads, writes } = await askAll(answer);

    expect(reads.map(({ status }) => status)).toEqual([200, 200]);
    expect(writes.map(({ status }) => status)).toEqual([201, 200]);
    expect(writes.every(({ sent, onFreshSocket }) => sent === 1 && onFreshSocket)).toBe(true);
  });

  it.each(UNREADABLE)('%s, a read fails and the outcome of a write is unknown', async (_, answer) => {
    await expectProblems(answer, [502, 'UPSTREAM_INVALID_RESPONSE'], [502, 'OUTCOME_UNKNOWN']);
  });

  it.each(LOST)('%s, a read fails and the outcome of a write is unknown', async (_, answer) => {
    await expectProblems(answer, [502, 'UPSTREAM_CONNECTION_LOST'], [504, 'OUTCOME_UNKNOWN']);
  });

  it.each(LATE)('%s, a read fails in time and the outcome of a write is unknown', async (_, answer) => {
    await expectProblems(answer, [504, 'UPSTREAM_TIMEOUT'], [504, 'OUTCOME_UNKNOWN']);
  });

  it.each([301, 302, 303, 307, 308])('is a redirect with %d, nobody is sent after it', async (status) => {
    const elsewhere = await PlainServer.start();

    await expectProblems(
      () => answers.redirect(`http://127.0.0.1:${elsewhere.port}/`, status),
      [502, 'UPSTREAM_INVALID_RESPONSE'],
      [502, 'OUTCOME_UNKNOWN'],
    );

    expect(elsewhere.connections).toBe(0);
    await elsewhere.close();
  });

  it('is a bomb, memory does not grow by fifty mebibytes', async () => {
    await askAll(answers.gzipBomb);
    const before = process.memoryUsage().rss;

    for (let i = 0; i < 5; i++) await askAll(answers.gzipBomb);

    expect((process.memoryUsage().rss - before) / MB).toBeLessThan(50);
  });

  it('cannot be read, the error holds nothing of the request', async () => {
    const account = nextLine();
    bench.upstream.answer(trafficInfo.path, timing.reset());

    const error: unknown = await bench.gateway.app
      .get(FreebitClient)
      .call(trafficInfo, { account })
      .catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name: 'FreebitError', failure: { kind: 'connection_lost' } });
    expectNoSecrets(inspect(error, { depth: 9, showHidden: true }), account);
  });

  it('is broken in any way, no connection of a write stays open', async () => {
    const proxy = await TcpProxy.start(Number(new URL(bench.upstream.url).port));
    const leaky = await UpstreamBench.start(bench.upstream, `http://127.0.0.1:${proxy.port}`);
    const few = [HARMLESS[0]!, UNREADABLE[12]!, UNREADABLE[19]!, LOST[1]!, LATE[0]!, LATE[2]!];

    for (const [, answer] of few) for (const route of WRITES) await leaky.exchange(route, answer);
    const giveUpAt = performance.now() + 2_000;
    while (proxy.connections > 1 && performance.now() < giveUpAt)
      await new Promise((resolve) => setTimeout(resolve, 10));

    // The one that the login has left for the reads to come, while that is kept.
    expect(proxy.connections).toBeLessThanOrEqual(1);
    await leaky.gateway.close();
    await proxy.close();
  });
});

describe('when no connection to Freebit can be made', () => {
  const closers: (() => Promise<unknown> | void)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
  });
  const closing = <T extends { close(): Promise<unknown> }>(thing: T): T => {
    closers.push(() => thing.close());
    return thing;
  };

  async function tlsServer(): Promise<string> {
    const server = createTlsServer(selfSigned, (socket) => socket.on('error', () => {}).resume());
    server.on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => void server.close());
    const address = server.address();
    return `https://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  const NOWHERE: readonly (readonly [string, () => Promise<string>])[] = [
    [
      'nobody listens',
      async () => {
        const gone = await PlainServer.start();
        await gone.close();
        return `http://127.0.0.1:${gone.port}`;
      },
    ],
    ['its name is not known', async () => 'http://no-such-host.internal'],
    ['its certificate is signed by nobody', tlsServer],
    [
      'it does not speak TLS',
      async () =>
        `https://127.0.0.1:${closing(await PlainServer.start((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))).port}`,
    ],
    [
      'it never ends its greeting',
      async () => `https://127.0.0.1:${closing(await PlainServer.start()).port}`,
    ],
    [
      'it hangs up at once',
      async () => `https://127.0.0.1:${closing(await PlainServer.start(resetSocket)).port}`,
    ],
  ];

  it.each(NOWHERE)('because %s, callers are told that nothing was sent', async (_, address) => {
    const bench = await UpstreamBench.start(closing(await ScriptedUpstream.start()), await address());
    closers.push(() => bench.gateway.close());
    const [route] = WRITES;

    const { status, code, outcome, text, ms } = await bench.exchange(route!, answers.json);

    expect([status, code, outcome]).toEqual([503, 'UPSTREAM_UNREACHABLE', 'not_applied']);
    expect(ms).toBeLessThan(DEADLINE_MS);
    expect(text + bench.log.join('')).not.toContain(OEM_KEY);
  });

  it.each(NOWHERE)('because %s, reads and writes know that nothing was sent', async (_, address) => {
    const { FREEBIT_CONNECT_TIMEOUT_MS } = environment('');
    const transport = closing(
      new FreebitTransport(new HttpService().axiosRef, {
        baseUrl: await address(),
        bodyEncoding: 'form',
        connectTimeoutMs: Number(FREEBIT_CONNECT_TIMEOUT_MS),
        maxReadConnections: 2,
      }),
    );
    const send = (effect: 'read' | 'write') =>
      transport.send({ path: '/x/', json: '{}', effect, timeoutMs: 5_000 }).catch((error: unknown) => error);
    const startedAt = performance.now();

    const errors = await Promise.all([send('read'), send('write'), send('read'), send('read')]);

    expect(errors).toEqual(Array(4).fill(expect.objectContaining({ failure: 'unreachable' })));
    expect(performance.now() - startedAt).toBeLessThan(600);
  });

  it.each([100, 400, 700])('within %d ms, that is when the attempt ends', async (connectTimeoutMs) => {
    const baseUrl = `https://127.0.0.1:${closing(await PlainServer.start()).port}`;
    const transport = closing(
      new FreebitTransport(new HttpService().axiosRef, {
        baseUrl,
        bodyEncoding: 'json',
        connectTimeoutMs,
        maxReadConnections: 1,
      }),
    );
    const startedAt = performance.now();

    await transport.send({ path: '/x/', json: '{}', effect: 'write', timeoutMs: 5_000 }).catch(() => {});

    const ms = performance.now() - startedAt;
    expect(ms).toBeGreaterThan(connectTimeoutMs - 5);
    expect(ms).toBeLessThan(connectTimeoutMs + 150);
  });

  it('after it could, a write is told from a connection that broke', async () => {
    const upstream = closing(await ScriptedUpstream.start());
    const proxy = closing(await TcpProxy.start(Number(new URL(upstream.url).port)));
    const bench = await UpstreamBench.start(upstream, `http://127.0.0.1:${proxy.port}`);
    closers.push(() => bench.gateway.close());
    expect(await bench.isWell()).toBe(true);
    await proxy.sever();

    const down = [];
    for (const route of [...READS, ...WRITES]) down.push(await bench.exchange(route, answers.json));
    await proxy.heal();

    expect(down.map(({ code, sent }) => [code, sent])).toEqual(Array(4).fill(['UPSTREAM_UNREACHABLE', 0]));
    expect(await bench.isWell()).toBe(true);
  });

  it('because each is reset when it stands, nothing is sent twice and the deadline holds', async () => {
    const server = closing(await PlainServer.start(resetSocket));
    const transport = closing(
      new FreebitTransport(new HttpService().axiosRef, {
        baseUrl: `http://127.0.0.1:${server.port}`,
        bodyEncoding: 'multipart',
        connectTimeoutMs: 200,
        maxReadConnections: 1,
      }),
    );
    const startedAt = performance.now();

    const errors = [];
    for (const effect of ['read', 'write'] as const)
      errors.push(
        await transport
          .send({ path: '/x/', json: '{}', effect, timeoutMs: 400 })
          .catch((error: unknown) => error),
      );

    expect(errors).toEqual(
      Array(2).fill(expect.objectContaining({ failure: expect.stringMatching(/lost|timed_out/) })),
    );
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(server.connections).toBeLessThanOrEqual(4);
  });
});
