import type { Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { HttpService } from '@nestjs/axios';
import { FreebitTransport, type TransportOptions } from '../../src/freebit/transport/freebit-transport';
import { resetSocket } from '../harness/reset-socket';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import { TcpProxy } from '../harness/tcp-proxy';
import * as answers from '../harness/upstream-answers';
import { selfSigned } from './self-signed';
import { FORMS, OEM_KEY, PlainServer, READS, UpstreamBench, WRITES } from './upstream-bench';
import { promisedMs } from '../harness/slow-is-not-wrong';

const CONNECT_TIMEOUT_MS = 300;
const READ = { document: 'PA05-01', path: '/x/', json: '{}', effect: 'read', timeoutMs: 10_000 } as const;
/** Much sooner than the deadline of the whole call. */
const SOON_MS = promisedMs(3_000, 7_000);

describe('when no connection to Freebit can be made', () => {
  const closers: (() => unknown)[] = [];
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

  function transportTo(baseUrl: string, options: Partial<TransportOptions> = {}): FreebitTransport {
    const transport = new FreebitTransport(new HttpService().axiosRef, {
      baseUrl,
      bodyEncodings: FORMS,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      maxReadConnections: 2,
      ...options,
    });
    closers.push(() => transport.close());
    return transport;
  }

  const NOWHERE: readonly (readonly [string, () => Promise<string>, string])[] = [
    [
      'the port is closed',
      async () => {
        const gone = await PlainServer.start();
        await gone.close();
        return `http://127.0.0.1:${gone.port}`;
      },
      'ECONNREFUSED',
    ],
    ['the name is unknown', async () => 'https://no-such-host.invalid', 'ENOTFOUND'],
    ['the certificate is self-signed', tlsServer, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    [
      'the server does not speak TLS',
      async () =>
        `https://127.0.0.1:${closing(await PlainServer.start((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))).port}`,
      'ERR_SSL_WRONG_VERSION_NUMBER',
    ],
    [
      'the handshake never ends',
      async () => `https://127.0.0.1:${closing(await PlainServer.start()).port}`,
      'ETIMEDOUT',
    ],
    [
      'the server hangs up at once',
      async () => `https://127.0.0.1:${closing(await PlainServer.start(resetSocket)).port}`,
      'ECONNRESET',
    ],
  ];

  it.each(NOWHERE)('because %s, callers are told that nothing was sent', async (_, address) => {
    const bench = await UpstreamBench.start(closing(await ScriptedUpstream.start()), {
      baseUrl: await address(),
    });
    closers.push(() => bench.gateway.close());
    const [route] = WRITES;

    const { status, code, outcome, text, ms } = await bench.exchange(route!, answers.json);

    expect([status, code, outcome]).toEqual([503, 'UPSTREAM_UNREACHABLE', 'not_applied']);
    expect(ms).toBeLessThan(SOON_MS);
    expect(text + bench.log.join('')).not.toContain(OEM_KEY);
  });

  it.each(NOWHERE)(
    'because %s, reads and writes report that nothing was sent, and the cause',
    async (_, address, cause) => {
      const transport = transportTo(await address());
      const startedAt = performance.now();

      const [read, opened, ...more] = await Promise.all([
        transport.send(READ),
        transport.open(),
        transport.send(READ),
        transport.send(READ),
      ]);

      const unreachable = { kind: 'failed', failure: { kind: 'unreachable', cause } };
      expect([read, opened, ...more]).toEqual(Array(4).fill(unreachable));
      expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
    },
  );

  it.each([100, 400, 700])('within %d ms, the try ends after that time', async (connectTimeoutMs) => {
    const baseUrl = `https://127.0.0.1:${closing(await PlainServer.start()).port}`;
    const transport = transportTo(baseUrl, { connectTimeoutMs });
    const startedAt = performance.now();

    await transport.open();

    const ms = performance.now() - startedAt;
    expect(ms).toBeGreaterThan(connectTimeoutMs - 5);
    expect(ms).toBeLessThan(connectTimeoutMs + promisedMs(1_500, 7_000));
  });

  it('after earlier successes, reads and writes still count as not sent', async () => {
    const upstream = closing(await ScriptedUpstream.start());
    const proxy = closing(await TcpProxy.start(Number(new URL(upstream.url).port)));
    const bench = await UpstreamBench.start(upstream, { baseUrl: `http://127.0.0.1:${proxy.port}` });
    closers.push(() => bench.gateway.close());
    expect(await bench.isWell()).toBe(true);
    await proxy.sever();

    const down = [];
    for (const route of [...READS, ...WRITES]) down.push(await bench.exchange(route, answers.json));
    await proxy.heal();

    expect(down.map(({ code, sent }) => [code, sent])).toEqual(Array(4).fill(['UPSTREAM_UNREACHABLE', 0]));
    expect(await bench.isWell()).toBe(true);
  });

  it.each<[string, (socket: Socket) => void]>([
    ['it opens', resetSocket],
    ['the first byte arrives', (socket) => socket.once('data', () => resetSocket(socket))],
  ])('because each is reset when %s, there is no second try', async (_, serve) => {
    const server = closing(await PlainServer.start(serve));
    const transport = transportTo(`http://127.0.0.1:${server.port}`);
    const startedAt = performance.now();

    const sent = await transport.send(READ);

    expect(sent).toMatchObject({
      failure: { kind: expect.stringMatching(/^(unreachable|connection_lost)$/) },
    });
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
    expect(server.connections).toBe(1);
  });
});
