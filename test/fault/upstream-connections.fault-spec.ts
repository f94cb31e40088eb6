import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type PeerCertificate, type TlsOptions } from 'node:tls';
import { promisify } from 'node:util';
import { HttpService } from '@nestjs/axios';
import { Connector, connectToFirst, type ConnectorOptions } from '../../src/freebit/transport/connector';
import { proxyFor } from '../../src/freebit/transport/egress-proxy';
import { FreebitTransport, type TransportOptions } from '../../src/freebit/transport/freebit-transport';
import { ConnectProxy } from '../harness/connect-proxy';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import { resetSocket } from '../harness/reset-socket';
import { eventually } from '../harness/slow-is-not-wrong';
import { FORMS, PlainServer } from './upstream-bench';
import { Authority } from './upstream-tls';

const READ = { document: 'PA05-01', path: '/x/', json: '{}', effect: 'read', timeoutMs: 20_000 } as const;
const OPTIONS = { bodyEncodings: FORMS, connectTimeoutMs: 10_000, maxReadConnections: 2 };
const CONNECTOR = join(__dirname, '../../dist/freebit/transport/connector.js');

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
const closing = <T extends { close(): unknown }>(thing: T): T => {
  closers.push(() => thing.close());
  return thing;
};

function transportTo(baseUrl: string, options: Partial<TransportOptions> = {}): FreebitTransport {
  return closing(new FreebitTransport(new HttpService().axiosRef, { ...OPTIONS, baseUrl, ...options }));
}

/** Ends together with the test. */
function child(script: string, options: readonly string[] = []): ChildProcess {
  const process_ = spawn(process.execPath, [...options, '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  closers.push(() => process_.kill('SIGKILL'));
  return process_;
}

describe('a read over a kept-alive connection', () => {
  it('is repeated on a fresh one when the server has closed it without an answer', async () => {
    const upstream = closing(await ScriptedUpstream.start());
    const transport = transportTo(upstream.url);
    await transport.send(READ);
    let resets = 0;
    upstream.answer(
      READ.path,
      ({ socket }) => {
        resets++;
        resetSocket(socket);
      },
      answerOk,
    );

    const sent = await transport.send(READ);

    expect([sent.kind, resets]).toEqual(['envelope', 1]);
    expect(new Set(upstream.requests.map(({ socketId }) => socketId)).size).toBe(2);
  });

  it('is not repeated when the fresh one is reset too, nor after the first byte of an answer', async () => {
    const upstream = closing(await ScriptedUpstream.start());
    const transport = transportTo(upstream.url);
    await transport.send(READ);
    upstream.answer(READ.path, ({ socket }) => resetSocket(socket));

    expect(await transport.send(READ)).toMatchObject({ failure: { kind: 'connection_lost' } });
    expect(upstream.requests).toHaveLength(3);

    upstream.answer(
      READ.path,
      answerOk,
      ({ socket }) => void socket.write('HTTP/1.1 2', () => resetSocket(socket)),
    );
    await transport.send(READ);
    expect(await transport.send(READ)).toMatchObject({ failure: { kind: 'connection_lost' } });
    expect(upstream.requests).toHaveLength(5);
  });

  it('succeeds although the server closes every connection soon after its answer', async () => {
    const upstream = closing(await ScriptedUpstream.start());
    upstream.answer(READ.path, (exchange) => {
      answerOk(exchange);
      setTimeout(() => exchange.socket.end(), 10);
    });
    const transport = transportTo(upstream.url);

    const kinds = [];
    for (let i = 0; i < 40; i++) {
      kinds.push((await transport.send(READ)).kind);
      await new Promise((resolve) => setTimeout(resolve, 8 + (i % 5)));
    }

    expect(kinds.filter((kind) => kind !== 'envelope')).toEqual([]);
  });
});

describe('the connect timeout, shared by all addresses,', () => {
  it.each([
    ['without a route before the working one', ['2001:db8::1', '127.0.0.1']],
    ['without a route after the working one', ['127.0.0.1', '2001:db8::1']],
    ['that is closed before the working one', ['127.0.0.2', '127.0.0.1']],
  ])('is not used up by an address %s', async (_, addresses) => {
    const server = closing(await PlainServer.start());

    const socket = await connectToFirst(addresses, server.port);

    expect(socket.remoteAddress).toBe('127.0.0.1');
    socket.destroy();
  });

  it('is enough for a handshake of a second, beside an address without a route', async () => {
    const sleepy = child(
      `require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { console.log(this.address().port) })`,
    );
    const [line] = (await once(sleepy.stdout!, 'data')) as [Buffer];
    const port = Number(line.toString());
    sleepy.kill('SIGSTOP');
    // They fill the queue of a server that accepts none, so that the next one is not answered at first.
    const crowd = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}));
    await new Promise((resolve) => setTimeout(resolve, 200));
    setTimeout(() => sleepy.kill('SIGCONT'), 400);

    const socket = await connectToFirst(['127.0.0.1', '2001:db8::1'], port);

    expect(socket.remoteAddress).toBe('127.0.0.1');
    for (const one of [...crowd, socket]) one.destroy();
  });

  it('ends with the most informative error when no address answers', async () => {
    const gone = await PlainServer.start();
    await gone.close();

    await expect(connectToFirst(['2001:db8::1', '127.0.0.1'], gone.port)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });
});

describe('an egress proxy', () => {
  async function startProxy(wanted?: string): Promise<ConnectProxy> {
    const proxy = await ConnectProxy.start(wanted);
    closers.push(() => proxy.close());
    return proxy;
  }

  const CREDENTIALS = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;

  it.each([
    ['without credentials', undefined, ''],
    ['with credentials', CREDENTIALS, 'user:p%40ss@'],
  ])(
    '%s carries reads, and opens the tunnel of a write before it may be sent',
    async (_, wanted, userInfo) => {
      const upstream = closing(await ScriptedUpstream.start());
      const { asked, port } = await startProxy(wanted);
      const transport = transportTo(upstream.url, { proxy: { http: `http://${userInfo}127.0.0.1:${port}` } });

      const opened = await transport.open();
      expect([asked.length, upstream.requests.length]).toEqual([1, 0]);
      const { connection } = opened as Extract<typeof opened, { kind: 'connection' }>;
      const sent = await transport.send({ ...READ, effect: 'write', connection });
      const read = await transport.send(READ);

      expect([sent.kind, read.kind]).toEqual(['envelope', 'envelope']);
      expect(asked[0]).toEqual([new URL(upstream.url).host, wanted]);
    },
  );

  it('that refuses a tunnel is reported with its status, and nothing is sent', async () => {
    const upstream = closing(await ScriptedUpstream.start());
    const { port } = await startProxy(CREDENTIALS);
    const transport = transportTo(upstream.url, { proxy: { http: `127.0.0.1:${port}` } });

    expect(await transport.open()).toEqual({
      kind: 'failed',
      failure: { kind: 'unreachable', cause: 'PROXY_407' },
    });
    expect(upstream.requests).toEqual([]);
  });

  it.each([
    ['https://i1.mvno.net/emptool', {}, null],
    ['https://i1.mvno.net/emptool', { http: 'http://p:1' }, null],
    ['https://i1.mvno.net/emptool', { https: 'http://p:1' }, 'http://p:1/'],
    ['https://i1.mvno.net/emptool', { https: 'p:1', except: 'localhost, 127.0.0.1' }, 'http://p:1/'],
    ['https://i1.mvno.net/emptool', { https: 'http://p:1', except: '.mvno.net' }, null],
    ['https://i1.mvno.net/emptool', { https: 'http://p:1', except: 'other.jp mvno.net' }, null],
    ['https://i1.mvno.net/emptool', { https: 'http://p:1', except: 'I1.MVNO.NET:443' }, null],
    ['https://i1.mvno.net/emptool', { https: 'http://p:1', except: 'i1.mvno.net:8443' }, 'http://p:1/'],
    ['https://i1.mvno.net/emptool', { https: 'http://p:1', except: '*' }, null],
    ['https://notmvno.net/emptool', { https: 'http://p:1', except: 'mvno.net' }, 'http://p:1/'],
    ['http://[::1]:3000/', { http: 'http://p:1', except: '::1' }, null],
    ['http://[::1]:3000/', { http: 'http://p:1', except: '[::1]:3000' }, null],
  ])('for %s with the settings %j is %j', (address, settings, expected) => {
    expect(proxyFor(new URL(address), settings)?.href ?? null).toBe(expected);
  });
});

describe('TLS', () => {
  let authority: Authority;
  let rootFile: string;
  beforeAll(() => {
    authority = Authority.create();
    rootFile = join(tmpdir(), `root-${process.pid}.pem`);
    writeFileSync(rootFile, authority.root);
  });
  afterAll(() => authority.remove());

  /** Requests a client certificate, but does not require it. */
  const ASK = { requestCert: true, rejectUnauthorized: false };

  async function startServer(options: TlsOptions) {
    const callers: unknown[] = [];
    const server = createTlsServer(options, (socket) => {
      const shown: Partial<PeerCertificate> = socket.getPeerCertificate();
      callers.push(shown.subject?.CN);
      socket.on('error', () => {}).resume();
    }).on('tlsClientError', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => server.close());
    return { callers, url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  /** The result of a connection from a process that trusts the private authority through Node's own variable. */
  async function openFrom(
    url: string,
    options: Partial<ConnectorOptions> = {},
    flags: string[] = [],
  ): Promise<string> {
    const script = `const { Connector } = require(${JSON.stringify(CONNECTOR)});
      new Connector(new URL(${JSON.stringify(url)}), ${JSON.stringify({ connectTimeoutMs: 10_000, ...options })}).open()
        .then((opened) => { console.log(opened.cause ?? opened.kind); opened.socket?.end(); });`;
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: rootFile };
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, '-e', script], { env });
    return stdout.trim();
  }

  it('trusts a private authority, and presents the client certificate', async () => {
    const server = await startServer({ ...authority.issue('server'), ca: authority.root, ...ASK });

    expect(await openFrom(server.url)).toBe('open');
    expect(await openFrom(server.url, { clientCertificate: authority.issue('gateway') })).toBe('open');

    await eventually(() => server.callers.length === 2);
    expect(server.callers).toEqual([undefined, 'gateway']);
  });

  it.each<[string, () => TlsOptions, string]>([
    ['has expired', () => authority.issue('late', { expired: true }), 'CERT_HAS_EXPIRED'],
    [
      'lacks its intermediate',
      () => authority.issue('bare', { bare: true }),
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
    [
      'is of an authority that is not trusted',
      () => Authority.create().issue('x'),
      'SELF_SIGNED_CERT_IN_CHAIN',
    ],
  ])('reports with a code that a certificate %s', async (_, options, cause) => {
    const { url } = await startServer(options());

    const told = await openFrom(url);

    // Without its root, a chain may fail with either code.
    expect([cause, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY']).toContain(told);
  });

  it('of an old version is refused and reported, unless Node allows it', async () => {
    const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const { url } = await startServer({ ...authority.issue('old'), ...old });

    expect(await openFrom(url)).toMatch(/^ERR_SSL_|^ECONNRESET$|^EPROTO$/);
    expect(await openFrom(url, {}, ['--tls-min-v1.1', '--tls-cipher-list=DEFAULT@SECLEVEL=0'])).toBe('open');
  });

  it('is verified in this process too', async () => {
    const { url } = await startServer(authority.issue('server'));

    expect(await new Connector(new URL(url), { connectTimeoutMs: 10_000 }).open()).toMatchObject({
      kind: 'unreachable',
      cause: expect.stringMatching(/SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER/),
    });
  });
});

function answerOk({ socket }: { socket: Socket }): void {
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"resultCode":"100"}');
}
