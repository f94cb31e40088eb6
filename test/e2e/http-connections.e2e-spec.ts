import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { KEY_LINE } from '../harness/test-client';
import { resetSocket } from '../harness/reset-socket';
import { eventually } from '../harness/slow-is-not-wrong';
import { startProbe, type ProbeApp } from './http-probe';

const SIM = '/sims/09012345678';
const get = (path: string, ...headers: string[]) =>
  `GET ${path} HTTP/1.1\r\n${['Host: a', ...headers].join('\r\n')}\r\n\r\n`;

/** A connection that stays open, with everything it has received. */
class Connection {
  text = '';
  closed = false;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (data) => (this.text += data.toString()));
    socket.on('error', () => undefined).on('close', () => (this.closed = true));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Connection(socket)));
      socket.once('error', reject);
    });
  }

  /** Sends a request and resolves with the first bytes that come back. */
  async ask(text: string): Promise<string> {
    this.text = '';
    this.socket.write(text);
    await eventually(() => this.text.includes('\r\n\r\n'));
    return this.text;
  }

  /** Sends a request and resets the connection before the server has seen either. */
  askAndReset(text: string): void {
    this.socket.write(text, () => resetSocket(this.socket));
  }

  end(): void {
    this.socket.destroy();
  }
}

describe('connections', () => {
  let probe: ProbeApp;
  let connections: Connection[];
  beforeAll(async () => {
    const timeouts = {
      headersTimeoutMs: 300,
      requestTimeoutMs: 600,
      connectionsCheckMs: 50,
      silentMs: 60_000,
    };
    probe = await startProbe({ ...timeouts, strangersPerAddress: 20, connections: 60 });
  });
  beforeEach(() => (connections = []));
  afterEach(() => connections.forEach((connection) => connection.end()));
  afterAll(() => probe.close());

  const open = async () => {
    const connection = await Connection.open(probe.port);
    connections.push(connection);
    return connection;
  };

  it('may stay silent for longer than the request timeout and are still answered', async () => {
    const connection = await open();

    await wait(1_500);

    expect(connection.closed).toBe(false);
    expect(await connection.ask(get(SIM, KEY_LINE))).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('that stop in the middle of a request are closed', async () => {
    const connection = await open();

    expect(await connection.ask(`GET ${SIM} HTTP/1.1\r\nHo`)).toMatch(/^$|^HTTP\/1\.1 408 /);

    await eventually(() => connection.closed);
  });

  it.each([
    ['without a credential', get(SIM)],
    ['with a wrong key', get(SIM, `${KEY_LINE}x`)],
    ['for no route', get('/nowhere')],
    ['for a malformed path', get('/%zz')],
    [
      'with a body that is still coming',
      `POST ${SIM}/quota HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n{`,
    ],
  ])('are closed after the refusal of a request %s', async (_, text) => {
    const connection = await open();

    expect(await connection.ask(text)).toMatch(/^HTTP\/1\.1 4\d\d [^]*\r\nconnection: close\r\n/i);

    await eventually(() => connection.closed);
  });

  it('of an authenticated caller stay open after a refusal', async () => {
    const connection = await open();
    await connection.ask(get(SIM, KEY_LINE));

    expect(await connection.ask(get('/nowhere', KEY_LINE))).toMatch(/^HTTP\/1\.1 404 /);
    expect(await connection.ask(get(SIM, KEY_LINE))).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('of one caller do not block others, however many there are', async () => {
    for (let times = 0; times < 100; times++) await (await open()).ask(get(SIM, KEY_LINE));

    const health = await open();
    expect(await health.ask(get('/health/live'))).toMatch(/^HTTP\/1\.1 200 /);
    await eventually(() => connections.filter(({ closed }) => !closed).length <= 60);
  });

  it('that ask for a tunnel and are reset at once do not disturb others', async () => {
    for (let times = 0; times < 20; times++) {
      const connection = await open();
      connection.askAndReset('CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n');
      await eventually(() => connection.closed);
    }

    expect(await (await open()).ask(get(SIM, KEY_LINE))).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('that stay silent do not block others, however many there are', async () => {
    const own = await open();
    await own.ask(get(SIM, KEY_LINE));
    for (let times = 0; times < 200; times++) await open();

    const health = await open();
    expect(await health.ask(get('/health/live'))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await own.ask(get(SIM, KEY_LINE))).toMatch(/^HTTP\/1\.1 200 /);

    await eventually(() => connections.filter(({ closed }) => !closed).length <= 21);
    expect(own.closed).toBe(false);
  });
});

it('a connection whose answers are not read is closed after a while', async () => {
  const probe = await startProbe({ unreadMs: 300 });
  const server: Server = probe.app.getHttpServer();
  const accepted = once(server, 'connection');
  const socket = connect(probe.port, '127.0.0.1').pause();
  socket.write(get('/docs/swagger-ui-bundle.js').repeat(16));
  const [connection] = (await accepted) as [Socket];

  await eventually(() => connection.destroyed);

  expect(connection.bytesWritten).toBeGreaterThan(0);
  socket.destroy();
  await probe.close();
});

it('a connection that never sends anything is closed after a while', async () => {
  const probe = await startProbe({ silentMs: 300 });
  const connection = await Connection.open(probe.port);

  await eventually(() => connection.closed);

  expect(connection.text).toBe('');
  await probe.close();
});
