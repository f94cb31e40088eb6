import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { KEY_LINE } from '../harness/test-client';
import { type ProbeApp, bodyOf, request, startProbe, statusOf } from './http-probe';
import { eventually, promisedMs } from '../harness/slow-is-not-wrong';

describe('a server that meets malformed or slow HTTP', () => {
  let probe: ProbeApp;
  beforeAll(async () => {
    probe = await startProbe({ headersTimeoutMs: 600, requestTimeoutMs: 1_000, connectionsCheckMs: 50 });
  });
  afterAll(() => probe.close());

  const post = `POST /sims/09012345678/quota HTTP/1.1\r\nHost: a\r\n${KEY_LINE}\r\nContent-Type: application/json\r\n`;

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['a tunnel', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n'],
    ['an unknown method', 'FROB /sims/1 HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['two lengths', `${post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    ['a length and chunks', `${post}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a bad length', `${post}Content-Length: x\r\n\r\n`],
    ['a bad chunk', `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    ['NUL in a header', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n'],
    ['a space before the colon', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n'],
    ['a bare line feed in the head', 'GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n'],
    ['a folded header', 'GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n'],
    ['another version', 'GET / HTTP/9.9\r\nHost: a\r\n\r\n'],
  ])('answers %s with a problem document and closes the connection', async (_what, bytes) => {
    const answer = await probe.raw(bytes);

    expect(statusOf(answer)).toBe(400);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect(answer).toMatch(/\r\ncontent-type: application\/problem\+json\r\n/i);
    expect(answer).toMatch(/\r\nx-request-id: [0-9a-f-]{36}\r\n/i);
    expect(answer).toMatch(/\r\ncache-control: private, no-store\r\n/i);
    expect(bodyOf(answer)).toMatchObject({ status: 400, code: 'VALIDATION_FAILED', errors: [] });
  });

  it.each([
    ['none', 'GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['two', 'GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n'],
  ])('requires one Host header, not %s', async (_what, bytes) => {
    expect(bodyOf(await probe.raw(bytes))).toMatchObject({ status: 400, errors: [{ parameter: 'Host' }] });
  });

  it('refuses more than 16 KiB of headers with 431', async () => {
    const answer = await probe.raw(request('GET /sims/1', [`X: ${'a'.repeat(17_000)}`]));

    expect(statusOf(answer)).toBe(431);
    expect(bodyOf(answer)).toMatchObject({ code: 'HEADERS_TOO_LARGE' });
  });

  it.each([
    ['headers that never end', 'GET /sims/1 HTTP/1.1\r\nHost: a\r\n', 600],
    ['a body that never ends', `${post}Content-Length: 10\r\n\r\n{`, 1_000],
    ['chunks that never end', `${post}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`, 1_000],
  ])('gives up on %s with 408', async (_what, bytes, limitMs) => {
    const begin = performance.now();
    const answer = await probe.raw(bytes);

    expect(statusOf(answer)).toBe(408);
    expect(bodyOf(answer)).toMatchObject({ code: 'REQUEST_TIMEOUT', retryable: true });
    expect(performance.now() - begin).toBeLessThan(limitMs + promisedMs(500, 20_000));
  });

  it('does not let a trickle of bytes keep a connection alive', async () => {
    const socket = connect(probe.port, '127.0.0.1');
    const drip = setInterval(() => socket.writable && socket.write('X'), 20);
    const begin = performance.now();
    socket.resume();
    await new Promise((resolve) => socket.on('close', resolve).on('error', resolve));
    clearInterval(drip);

    expect(performance.now() - begin).toBeLessThan(promisedMs(1_500, 20_000));
  });

  it('answers the request before garbage, and nothing after it', async () => {
    const answer = await probe.raw(
      `GET /sims/09012345678/slow HTTP/1.1\r\nHost: a\r\n${KEY_LINE}\r\n\r\ngarbage\r\n\r\n`,
    );

    expect(statusOf(answer)).toBe(200);
    expect(answer).toContain('{"done":true}');
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it.each([
    [
      'break the connection',
      'resetAndDestroy',
      { msg: 'request completed', route: '/sims/:msisdn/quota', status: 499 },
    ],
    ['end the connection', 'end', { msg: 'request refused', status: 400 }],
  ] as const)('is not disturbed by callers that %s in the middle of a body', async (_what, leave, line) => {
    probe.log.splice(0);
    const arrival = once(probe.app.getHttpServer(), 'request');
    const socket = connect(probe.port, '127.0.0.1', () =>
      socket.write(`${post}Content-Length: 100\r\n\r\n{`),
    );
    await arrival;
    socket[leave]();
    await eventually(() => probe.log.length > 0);

    expect(probe.log).toMatchObject([line]);
    expect(statusOf(await probe.raw(request('GET /health/live')))).toBe(200);
  });

  it('logs once that a caller left before its answer, also when that comes later', async () => {
    probe.log.splice(0);
    const arrival = once(probe.app.getHttpServer(), 'request');
    const socket = connect(probe.port, '127.0.0.1', () =>
      socket.write(request('GET /sims/09012345678/slow')),
    );
    await arrival;
    socket.resetAndDestroy();
    await eventually(() => probe.log.length > 0);
    await wait(500);

    expect(probe.log).toMatchObject([{ route: '/sims/:msisdn/slow', status: 499 }]);
  });

  it('logs and counts what it refused', async () => {
    await probe.raw('hello\r\n\r\n');

    expect(probe.log.at(-1)).toMatchObject({
      msg: 'request refused',
      status: 400,
      code: 'VALIDATION_FAILED',
    });
    expect(await probe.raw(request('GET /metrics'))).toMatch(
      /http_requests_total\{method="none",route="none",status="408"\} 3/,
    );
  });
});

it('a server closes a connection after its maximum of requests and answers no later one on it', async () => {
  const probe = await startProbe({ requestsPerConnection: 2 });
  const answers = await probe.raw(
    request('GET /health/live', [])
      .repeat(5)
      .replaceAll(/Connection: close\r\n/g, ''),
  );
  await probe.close();

  expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
  expect(answers).toMatch(/\r\nconnection: close\r\n/i);
});

it('a server has the default limits of the contract', async () => {
  const probe = await startProbe();
  const server = probe.app.getHttpServer();
  await probe.close();

  expect(server.headersTimeout).toBe(5_000);
  expect(server.requestTimeout).toBe(5_000);
  expect(server.keepAliveTimeout).toBe(65_000);
  expect(server.maxRequestsPerSocket).toBe(1_000);
});
