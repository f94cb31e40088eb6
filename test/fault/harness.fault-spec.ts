import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayProcess } from '../harness/gateway-process';
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
  it('says nothing while it is frozen, and everything when it thaws', async () => {
    const server = closing(await RedisServer.start());
    server.freeze();
    const reply = server.cli('PING');

    const quiet = await isQuiet(reply);
    server.thaw();

    expect(quiet).toBe(true);
    expect(await reply).toBe('PONG');
  });

  it('comes back on the same port, with what it had on disk', async () => {
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

  it('lets nothing pass as a black hole, and all of it late when healed', async () => {
    const { proxy } = await bench();
    proxy.blackHole();
    const reply = pingMs(proxy.port);

    const quiet = await isQuiet(reply);
    await proxy.heal();

    expect(quiet).toBe(true);
    expect(await reply).toBeGreaterThan(150);
  });

  it('has the request carried out whose reply it drops', async () => {
    const { server, proxy } = await bench();
    proxy.dropReplies();
    const socket = await open(proxy.port);
    socket.write('INCR counter\r\n');

    const quiet = await isQuiet(new Promise((resolve) => socket.once('data', resolve)));

    expect(quiet).toBe(true);
    expect(await server.cli('GET', 'counter')).toBe('1');
  });

  it('resets what is open, and refuses what is new only when severed', async () => {
    const { proxy } = await bench();
    const socket = await open(proxy.port);
    await pingMs(proxy.port);
    const error = new Promise<NodeJS.ErrnoException>((resolve) => socket.once('error', resolve));

    proxy.reset();
    const afterReset = await pingMs(proxy.port);
    await proxy.sever();
    const refused = await new Promise((resolve) => connect(proxy.port, '127.0.0.1').once('error', resolve));
    await proxy.heal();

    expect((await error).code).toBe('ECONNRESET');
    expect(afterReset).toBeLessThan(1_000);
    expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
    expect(await pingMs(proxy.port)).toBeLessThan(1_000);
  });
});

describe('the gateway process of the tests', () => {
  const ENTRY = `
    const http = require('node:http');
    const server = http.createServer((_, answer) => answer.end('ok'));
    server.listen(process.env.PORT, process.env.HOST, () => console.log(JSON.stringify({ msg: process.env.GREETING })));
    process.on('SIGTERM', () => process.exit(7));
  `;
  let dir: string;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'fbgw-entry-'));
    await writeFile(join(dir, 'good.js'), ENTRY);
    await writeFile(join(dir, 'bad.js'), 'console.error("PORT is missing"); process.exit(1)');
  });

  afterAll(() => rm(dir, { recursive: true }));

  it('is started, heard, frozen, thawed and stopped', async () => {
    const gateway = await GatewayProcess.start({ env: { GREETING: 'hello' }, entry: join(dir, 'good.js') });
    closers.push(() => gateway.kill());
    gateway.freeze();
    const reply = fetch(`${gateway.url}/health/live`);

    const quiet = await isQuiet(reply);
    gateway.thaw();

    expect(quiet).toBe(true);
    expect((await reply).status).toBe(200);
    expect(gateway.logs).toEqual([{ msg: 'hello' }]);
    expect(await gateway.stop()).toBe(7);
    expect(gateway.exitCode).toBe(7);
  });

  it('says what it printed when it does not come up', async () => {
    await expect(GatewayProcess.start({ env: {}, entry: join(dir, 'bad.js') })).rejects.toThrow(
      'PORT is missing',
    );
  });

  it('ends a frozen process too', async () => {
    const gateway = await GatewayProcess.start({ env: {}, entry: join(dir, 'good.js') });
    gateway.freeze();

    expect(await gateway.stop()).toBe(7);
  });
});
