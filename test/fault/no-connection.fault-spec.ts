import type { Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { HttpService } from '@nestjs/axios';
import { FreebitTransport } from '../../src/freebit/transport/freebit-transport';
import { resetSocket } from '../harness/reset-socket';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import { TcpProxy } from '../harness/tcp-proxy';
import * as answers from '../harness/upstream-answers';
import { selfSigned } from './self-signed';
import { OEM_KEY, PlainServer, READS, UpstreamBench, WRITES } from './upstream-bench';
import { promisedMs } from '../harness/slow-is-not-wrong';

const CONNECT_TIMEOUT_MS = 300;
/** Much sooner than the attempt as a whole would end. */
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

  it.each(NOWHERE)('because %s, reads and writes know that nothing was sent', async (_, address) => {
    const transport = closing(
      new FreebitTransport(new HttpService().axiosRef, {
        baseUrl: await address(),
        bodyEncoding: 'form',
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        maxReadConnections: 2,
      }),
    );
    const send = (connection: 'kept' | 'fresh') =>
      transport
        .send({ path: '/x/', json: '{}', connection, timeoutMs: 10_000 })
        .catch((error: unknown) => error);
    const startedAt = performance.now();

    const errors = await Promise.all([send('kept'), send('fresh'), send('kept'), send('kept')]);

    expect(errors).toEqual(Array(4).fill(expect.objectContaining({ failure: 'unreachable' })));
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
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

    await transport.send({ path: '/x/', json: '{}', connection: 'fresh', timeoutMs: 10_000 }).catch(() => {});

    const ms = performance.now() - startedAt;
    expect(ms).toBeGreaterThan(connectTimeoutMs - 5);
    expect(ms).toBeLessThan(connectTimeoutMs + promisedMs(1_500, 7_000));
  });

  it('after it could, a write is told from a connection that broke', async () => {
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
    ['it stands', resetSocket],
    ['it hears the first byte', (socket) => socket.once('data', () => resetSocket(socket))],
  ])('because each is reset when %s, nobody tries again', async (_, serve) => {
    const server = closing(await PlainServer.start(serve));
    const transport = closing(
      new FreebitTransport(new HttpService().axiosRef, {
        baseUrl: `http://127.0.0.1:${server.port}`,
        bodyEncoding: 'multipart',
        connectTimeoutMs: CONNECT_TIMEOUT_MS,
        maxReadConnections: 1,
      }),
    );
    const startedAt = performance.now();

    const errors = [];
    for (const connection of ['kept', 'fresh'] as const)
      errors.push(
        await transport
          .send({ path: '/x/', json: '{}', connection, timeoutMs: 10_000 })
          .catch((error: unknown) => error),
      );

    expect(errors).toEqual(
      Array(2).fill(
        expect.objectContaining({ failure: expect.stringMatching(/^(unreachable|connection_lost)$/) }),
      ),
    );
    expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
    expect(server.connections).toBe(2);
  });
});
