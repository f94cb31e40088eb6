import { connect, type Socket } from 'node:net';
import { gzippedZeros } from '../harness/gzip-bomb';
import { isQuiet } from '../harness/is-quiet';
import { ScriptedUpstream } from '../harness/scripted-upstream';
import * as answers from '../harness/upstream-answers';
import * as timing from '../harness/upstream-timing';

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

describe('the scripted upstream', () => {
  const BODY = { resultCode: '100' };
  let upstream: ScriptedUpstream;

  beforeEach(async () => {
    upstream = await ScriptedUpstream.start();
  });

  afterEach(() => upstream.close());

  const post = (path = '/x/', init: RequestInit = {}) =>
    fetch(`${upstream.url}${path}`, {
      method: 'POST',
      body: new URLSearchParams({ json: '{"account":"09012345678"}' }),
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
      ...init,
    });

  it('answers a login with a key and all other calls with success, and records the requests', async () => {
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

  it('distinguishes fresh connections from kept-alive ones', async () => {
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

  it('plays the scripts of a path in turn, and records which requests were executed', async () => {
    upstream.answer('/x/', timing.notExecuted(timing.reset()), answers.html(500), answers.json(BODY));

    await expect(post()).rejects.toThrow();
    const statuses = [(await post()).status, (await post()).status, (await post()).status];

    expect(statuses).toEqual([500, 200, 200]);
    expect(upstream.requestsTo('/x/')).toHaveLength(4);
    expect(upstream.executions('/x/')).toHaveLength(3);
  });

  it('can drip an answer: the head comes at once, the last byte much later', async () => {
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

    const text = await post('/x/', { signal: AbortSignal.timeout(1_500) })
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
  });
});
