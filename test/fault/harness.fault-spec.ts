import { connect, type Socket } from 'node:net';
import { isQuiet } from '../harness/is-quiet';
import { RedisServer } from '../harness/redis-server';
import { TcpProxy } from '../harness/tcp-proxy';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function closing<T extends { close(): Promise<unknown> }>(thing: T): T {
  closers.push(() => thing.close());
  return thing;
}

async function pingMs(port: number): Promise<number> {
  const startedAt = performance.now();
  const socket = await open(port);
  socket.write('PING\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  socket.destroy();
  return performance.now() - startedAt;
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

describe('the redis-server of the tests', () => {
  it('answers nothing while it is frozen, and everything when it thaws', async () => {
    const server = closing(await RedisServer.start());
    server.freeze();
    const reply = server.cli('PING');

    const quiet = await isQuiet(reply);
    server.thaw();

    expect(quiet).toBe(true);
    expect(await reply).toBe('PONG');
  });

  it('restarts on the same port with its data from disk', async () => {
    const server = closing(await RedisServer.start({ appendonly: true, password: 'secret' }));
    await server.cli('SET', 'key', 'text');

    await server.kill();
    await server.restart();

    expect(await server.cli('GET', 'key')).toBe('text');
  });
});

describe('the TCP proxy', () => {
  async function bench() {
    const server = closing(await RedisServer.start());
    return { server, proxy: closing(await TcpProxy.start(server.port)) };
  }

  it('delays each direction', async () => {
    const { proxy } = await bench();
    proxy.latencyMs = 50;

    expect(await pingMs(proxy.port)).toBeGreaterThan(95);
  });

  it('passes nothing as a black hole, and everything once it is healed', async () => {
    const { proxy } = await bench();
    proxy.blackHole();
    const reply = pingMs(proxy.port);

    const quiet = await isQuiet(reply);
    await proxy.heal();

    expect(quiet).toBe(true);
    expect(await reply).toBeGreaterThan(150);
  });

  it('still delivers a request whose reply it drops', async () => {
    const { server, proxy } = await bench();
    proxy.dropReplies();
    const socket = await open(proxy.port);
    socket.write('INCR counter\r\n');

    const quiet = await isQuiet(new Promise((resolve) => socket.once('data', resolve)));

    expect(quiet).toBe(true);
    expect(await server.cli('GET', 'counter')).toBe('1');
  });

  it('resets open connections, and refuses new ones only while severed', async () => {
    const { proxy } = await bench();
    const socket = await open(proxy.port);
    await pingMs(proxy.port);
    const error = new Promise<NodeJS.ErrnoException>((resolve) => socket.once('error', resolve));

    proxy.reset();
    await pingMs(proxy.port);
    await proxy.sever();
    const refused = await new Promise((resolve) => connect(proxy.port, '127.0.0.1').once('error', resolve));
    await proxy.heal();

    expect((await error).code).toBe('ECONNRESET');
    expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
    await pingMs(proxy.port);
  });
});
