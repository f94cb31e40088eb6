import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { connect, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayProcess } from '../harness/gateway-process';
import { gzippedZeros } from '../harness/gzip-bomb';
import { RedisServer } from '../harness/redis-server';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import { TcpProxy } from '../harness/tcp-proxy';
import * as answers from '../harness/upstream-answers';
import * as timing from '../harness/upstream-timing';

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

const isQuiet = (reply: Promise<unknown>, ms = 150) =>
  Promise.race([
    reply.then(() => false),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(true), ms)),
  ]);

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

describe('the scripted upstream', () => {
  const BODY = { resultCode: '100' };
  let upstream: ScriptedUpstream;

  beforeEach(async () => {
    upstream = closing(await ScriptedUpstream.start());
  });

  const post = (path = '/x/', init: RequestInit = {}) =>
    fetch(`${upstream.url}${path}`, {
      method: 'POST',
      body: new URLSearchParams({ json: '{"account":"09012345678"}' }),
      redirect: 'manual',
      signal: AbortSignal.timeout(3_000),
      ...init,
    });

  it('gives a key to who logs in, success to the rest, and writes down what it was asked', async () => {
    const login = await (await post('/authOem/')).json();
    const other = await (await post('/x/')).json();
    const form = new FormData();
    form.set('json', '{"a":1}');
    await post('/x/', { body: form });
    await post('/x/', {
      body: '{"a":2}',
      headers: { 'Content-Type': 'application/json', Connection: 'close' },
    });

    expect(login).toMatchObject({ resultCode: '100', authKey: upstream.authKey });
    expect(other).toMatchObject({ resultCode: '100' });
    expect(upstream.requestsTo('/x/').map(({ json }) => json)).toEqual([
      { account: '09012345678' },
      { a: 1 },
      { a: 2 },
    ]);
    expect(upstream.requests[0]).toMatchObject({
      method: 'POST',
      path: '/authOem/',
      socketId: 1,
      executed: true,
    });
  });

  it('tells fresh connections from kept ones', async () => {
    const bare = 'POST /x/ HTTP/1.1\r\nContent-Length: 0\r\n\r\n';
    const port = Number(new URL(upstream.url).port);
    const [kept, fresh] = [await open(port), await open(port)];
    kept.write(bare + bare);
    await upstream.received('/x/', 2);
    fresh.write(bare);
    await upstream.received('/x/', 3);
    kept.destroy();
    fresh.destroy();

    expect(upstream.requests.map(({ socketId }) => socketId)).toEqual([1, 1, 2]);
  });

  it('plays the scripts of a path in turn, and knows which requests were carried out', async () => {
    upstream.answer('/x/', timing.notExecuted(timing.reset()), answers.html(500), answers.json(BODY));

    await expect(post()).rejects.toThrow();
    const statuses = [(await post()).status, (await post()).status, (await post()).status];

    expect(statuses).toEqual([500, 200, 200]);
    expect(upstream.requestsTo('/x/')).toHaveLength(4);
    expect(upstream.executions('/x/')).toHaveLength(3);
  });

  it('drips: the head comes at once, the last byte long after', async () => {
    upstream.answer('/x/', timing.dripping(BODY, 10));
    const startedAt = performance.now();

    const response = await post();
    const headMs = performance.now() - startedAt;
    const body: unknown = await response.json();

    expect(body).toEqual(BODY);
    expect(performance.now() - startedAt - headMs).toBeGreaterThan(JSON.stringify(BODY).length * 9);
  });

  it('holds an answer back until the gate is opened', async () => {
    const { script, open: openGate } = timing.gate(answers.json(BODY));
    upstream.answer('/x/', script);
    const reply = post();
    await upstream.received('/x/');

    const quiet = await isQuiet(reply, 50);
    openGate();

    expect(quiet).toBe(true);
    expect((await reply).status).toBe(200);
  });

  it.each([
    ['one-byte segments', timing.oneByteSegments(BODY), JSON.stringify(BODY)],
    ['64 KB of header fields', answers.hugeHeaders(BODY), 'refused'],
    ['a truncated body that looks complete', answers.truncated(BODY), '{"resultCo'],
    ['less than the Content-Length', answers.short(BODY), 'refused'],
    ['two lengths', answers.twoLengths(BODY), 'refused'],
    ['length and chunks', answers.lengthAndChunked(BODY), 'refused'],
    ['a bad chunk', answers.badChunk(), 'refused'],
    ['a reset in the body', timing.resetInBody(BODY), 'refused'],
    ['a hang-up', timing.hangUp(), 'refused'],
    ['nothing', timing.silence(), 'refused'],
    ['informational answers for ever', timing.informationalFlood(), 'refused'],
    ['no body', answers.empty(), ''],
    ['a redirect', answers.redirect('http://127.0.0.1:9/'), ''],
    ['other bytes', answers.jsonBytes(Buffer.from('{"a":1}')), '{"a":1}'],
  ])('really sends %s', async (_, script, expected) => {
    upstream.answer('/x/', script);

    const text = await post('/x/', { signal: AbortSignal.timeout(400) })
      .then(
        (response) => response.text(),
        () => 'refused',
      )
      .catch(() => 'refused');

    expect(text).toBe(expected);
  });

  it('carries 300 MB in a bomb of less than 2 MB', async () => {
    const bomb = await gzippedZeros();

    expect(bomb.length).toBeLessThan(2_000_000);
    // A gzip stream ends with the length of what it unpacks to.
    expect(bomb.readUInt32LE(bomb.length - 4)).toBe(300 * 1024 * 1024);
  }, 20_000);
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
