import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Gateway } from '../harness/gateway';
import { resetSocket } from '../harness/reset-socket';
import { eventually } from '../harness/slow-is-not-wrong';
import { keyOf, testClient, tester } from '../harness/test-client';
import { TokenIssuer } from '../harness/token-issuer';

const LINES = ['09012345678', '07011112222', '07033334444'];
const [SIM = ''] = LINES;
const DETAIL = '/mvno/getDetail/';
const HANGS_MS = 20_000;
const narrow = testClient('narrow', { inFlight: 3 });

const get = (path: string, { key } = tester, more = '') =>
  `GET ${path} HTTP/1.1\r\nHost: a\r\nX-API-Key: ${key}\r\n${more}\r\n`;
const reads = (client = tester) => LINES.map((line) => get(`/sims/${line}`, client)).join('');

describe('pipelined requests', () => {
  let gateway: Gateway;
  let sockets: Socket[];
  beforeAll(async () => {
    gateway = await Gateway.start({ API_CLIENTS: JSON.stringify([tester.entry, narrow.entry]) }, undefined, {
      requestsInFlight: 4,
    });
    await gateway.http.get(`/sims/${SIM}`).expect(200);
  });
  beforeEach(() => {
    gateway.reset();
    sockets = [];
  });
  afterEach(() => sockets.forEach((socket) => socket.destroy()));
  afterAll(() => gateway.close());

  const send = async (text: string): Promise<Socket> => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    sockets.push(socket.on('error', () => undefined));
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  };
  const hung = async (count: number) => {
    const before = gateway.freebit.journal.count(DETAIL);
    gateway.freebit.faults.slow(HANGS_MS, DETAIL, count);
    return () => eventually(() => gateway.freebit.journal.count(DETAIL) === before + count);
  };
  const freeSlots = async (client = narrow) =>
    (await gateway.stranger.get('/me').set(keyOf(client))).body.limits?.inFlight.remaining as number;

  it('free the in-flight slots of their caller when the connection is gone', async () => {
    const begun = await hung(LINES.length);
    const socket = await send(reads(narrow));
    await begun();
    expect(await freeSlots()).toBeUndefined();

    resetSocket(socket);

    await eventually(async () => (await freeSlots()) === 2);
  });

  it('free the in-flight slots of the gateway too', async () => {
    for (let times = 0; times < 2; times++) {
      const begun = await hung(LINES.length);
      const socket = await send(reads());
      await begun();
      resetSocket(socket);
    }

    await eventually(async () => (await freeSlots()) === 2);
    await gateway.http.get(`/sims/${SIM}`).expect(200);
  });

  it('hold no slot while their finished answers wait for earlier ones', async () => {
    const begun = await hung(1);
    const socket = await send(get(`/sims/${SIM}`, narrow) + get('/me', tester).repeat(20));
    await begun();

    await eventually(async () => (await gateway.http.get('/me')).status === 200);

    expect(socket.bytesRead).toBe(0);
  });

  it('are refused beyond 32 on one connection, health checks included', async () => {
    const last = get('/health/live', tester, 'Connection: close\r\n');
    const socket = await send(get('/health/live').repeat(39) + last);
    let text = '';
    socket.on('data', (data) => (text += data.toString()));

    await once(socket, 'close');

    expect(text.match(/HTTP\/1\.1 200 /g)).toHaveLength(32);
    expect(text.match(/HTTP\/1\.1 503 /g)).toHaveLength(8);
  });
});

it('a caller that leaves while its token is verified holds no in-flight slot', async () => {
  const issuer = await TokenIssuer.start();
  const gateway = await Gateway.start(issuer.settings);
  const token = await issuer.sign();
  const [connected, left] = [[] as Socket[], [] as Socket[]];
  gateway.app
    .getHttpServer()
    .on('connection', (socket: Socket) => socket.on('close', () => left.push(socket)));
  const release = issuer.hold();
  for (let times = 0; times < 3; times++) {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    connected.push(socket.on('error', () => undefined));
    socket.write(`GET /me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  }
  await eventually(() => issuer.requests === 1 && connected.every(({ connecting }) => !connecting));

  connected.forEach(resetSocket);
  await eventually(() => left.length === 3);
  release();

  const { body } = await gateway.stranger.get('/me').set('Authorization', `Bearer ${token}`).expect(200);
  expect(body.limits.inFlight).toEqual({ limit: 32, remaining: 31 });
  await gateway.close();
  await issuer.close();
});
