import fc from 'fast-check';
import { connect, type Socket } from 'node:net';
import { Gateway } from '../harness/gateway';
import { KEY_LINE, tester } from '../harness/test-client';
import { bodyOf, rawExchange, request, statusOf } from './http-probe';
import { startOver } from './freebit-routes';
import { promisedMs } from '../harness/slow-is-not-wrong';

const SIM = '/sims/09012345678';
const QUOTA = `POST ${SIM}/quota`;
const JSON_LINE = 'Content-Type: application/json';
const BODY = '{"amountMb":1}';

describe('a request of an attacker', () => {
  let gateway: Gateway;
  beforeAll(async () => {
    gateway = await Gateway.start();
    await gateway.http.get(SIM).expect(200);
  });
  beforeEach(() => {
    startOver(gateway);
  });
  afterAll(() => gateway.close());

  const raw = (bytes: string | Buffer) => rawExchange(Number(new URL(gateway.url).port), bytes);
  const answersIn = (text: string) => text.match(/HTTP\/1\.1 \d{3}/g) ?? [];
  const expectSilence = () => expect(gateway.freebit.journal.entries()).toEqual([]);

  it.each([
    ['a length and chunks', ['Content-Length: 14', 'Transfer-Encoding: chunked']],
    ['chunks and a length', ['Transfer-Encoding: chunked', 'Content-Length: 14']],
    ['two lengths', ['Content-Length: 14', 'Content-Length: 0']],
    ['two equal lengths', ['Content-Length: 14', 'Content-Length: 14']],
    ['a list of lengths', ['Content-Length: 14, 14']],
    ['a signed length', ['Content-Length: +14']],
    ['a negative length', ['Content-Length: -14']],
    ['a length in hex', ['Content-Length: 0xe']],
    ['a length that overflows', ['Content-Length: 99999999999999999999']],
    ['an unknown coding', ['Transfer-Encoding: xchunked']],
    ['chunks that are not last', ['Transfer-Encoding: chunked, identity']],
    ['chunks twice', ['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked']],
    ['a space before the colon', ['Transfer-Encoding : chunked']],
    ['a name that is no token', ['Transfer Encoding: chunked']],
    ['a folded coding', ['Transfer-Encoding:\r\n chunked']],
    ['a bare carriage return', ['X: a\rTransfer-Encoding: chunked']],
    ['a bare line feed', ['X: a\nTransfer-Encoding: chunked']],
  ])('is answered once with %s, and the bytes after it are never a request', async (_, lines) => {
    const smuggled = request(`GET ${SIM}`);
    const head = [`${QUOTA} HTTP/1.1`, 'Host: a', KEY_LINE, JSON_LINE, ...lines].join('\r\n');

    const text = await raw(`${head}\r\n\r\n${BODY}${smuggled}`);

    expect(answersIn(text)).toHaveLength(1);
    expect(statusOf(text)).toBeGreaterThanOrEqual(400);
    expect(statusOf(text)).toBeLessThan(500);
    expect(text).toMatch(/\r\nconnection: close\r\n/i);
    expectSilence();
  });

  it.each([
    ['more headers than fit', Array.from({ length: 3_000 }, (_, n) => `X${n}: a`), 431],
    ['one that is too long', [`X-API-Key: ${'k'.repeat(20_000)}`], 431],
  ])('is refused with %s', async (_, lines, status) => {
    const text = await raw(`GET ${SIM} HTTP/1.1\r\nHost: a\r\n${lines.join('\r\n')}\r\n\r\n`);

    expect(statusOf(text)).toBe(status);
    expectSilence();
  });

  it('is refused before its body ends, once the body is too large', async () => {
    const chunk = `${(1024).toString(16)}\r\n${'x'.repeat(1024)}\r\n`;

    const text = await raw(
      `${QUOTA} HTTP/1.1\r\nHost: a\r\n${KEY_LINE}\r\n${JSON_LINE}\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(40)}`,
    );

    expect(statusOf(text)).toBe(413);
    expectSilence();
  });

  it.each([
    ['a key twice', [KEY_LINE, KEY_LINE]],
    ['a key and another one', [KEY_LINE, 'X-API-Key: other']],
    ['a key in two spellings of the name', [KEY_LINE, KEY_LINE.toUpperCase()]],
    ['an empty key beside a key', ['X-API-Key:', KEY_LINE]],
    ['a key and a token', [KEY_LINE, 'Authorization: Bearer x']],
    ['two authorizations', ['Authorization: Bearer x', 'Authorization: Bearer x']],
    ['an empty key', ['X-API-Key:']],
    ['a key of another header', [`X-API-Key-Id: ${tester.key}`]],
    ['a key in a cookie', [`Cookie: X-API-Key=${tester.key}`]],
    ['a key with a control character', [`X-API-Key: ${tester.key}\t.`]],
  ])('is unauthenticated with %s', async (_, lines) => {
    const text = await raw(
      `GET ${SIM} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${lines.join('\r\n')}\r\n\r\n`,
    );

    expect([statusOf(text), bodyOf(text).code]).toEqual([401, 'UNAUTHENTICATED']);
    expectSilence();
  });

  it('is unauthenticated with a key in the query', async () => {
    await gateway.stranger.get(`${SIM}?X-API-Key=${tester.key}&api_key=${tester.key}`).expect(401);
  });

  it.each([
    ...[
      '/sims/..%2f..%2fmetrics',
      '/sims/%2e%2e/metrics',
      '/sims/09073914682%00',
      '/sims/09073914682%0d%0aX:1',
    ],
    ...['/sims/09073914682;x=1', '/sims//09073914682', '/./sims/09073914682', '/sims/./09073914682'],
    ...['/sims/%EF%BC%90%EF%BC%99%EF%BC%9073914682', '/sims/%C0%B09073914682', '/sims/090%2073914682'],
    ...['/sims/%30%39%30%37%33%39%31%34%36%38%32%2Fplan', '/sims/09073914682%2Fplan', '/sims/09073914682%23'],
    ...['/sims/%u0030', '\\sims\\09073914682', '/sims/*', '/sims/09073914682/plan/..', '/SIMS/09073914682'],
    ...['/master-accounts/%00', '/master-accounts/%F0%9F%93%B1', '/share-groups/AAA0_1%2f../traffic'],
  ])('finds no line at %s, and the answer does not repeat the text', async (path) => {
    const text = await raw(request(`GET ${path}`));

    expect([400, 404]).toContain(statusOf(text));
    expect(text).not.toContain('09073914682');
    expect(text.replace(/\/problems\/[\w-]+/g, '')).not.toMatch(/%2f|%00|\.\.\//i);
    expectSilence();
  });

  it.each(['/sims/', '/sims/0901234567', '/master-accounts/', '/share-groups/'])(
    'brings Freebit only printable accounts from paths below %s',
    async (beginning) => {
      const odd = fc.string({
        unit: fc.constantFrom(
          ...'. % / \\ ; : @ + 2 f F 0 e \u0000 \uff10'.split(' '),
          ' ',
          '%2e',
          '%00',
          '%2F',
        ),
        maxLength: 12,
      });

      await fc.assert(
        fc.asyncProperty(odd, async (text) => {
          const { statusCode, body } = await gateway.app.inject({
            url: beginning + encodeURI(text).replace(/%25/g, '%'),
            headers: { 'x-api-key': tester.key },
          });

          expect(statusCode).toBeLessThan(500);
          expect(body).not.toContain('\u0000');
        }),
        { numRuns: 200 },
      );
      const asked = gateway.freebit.journal.entries().map(({ account }) => account ?? '');
      for (const account of asked) expect(account).toMatch(/^[\x20-\x7e]{1,256}$/);
    },
  );

  it('cannot keep a regular expression busy', async () => {
    const long = ['0', '+81', 'a', '_', ' ', '%', 'fbgw_a_', '9_', '-'].map((text) =>
      text.repeat(15_000 / text.length),
    );
    const begin = performance.now();

    for (const text of long) {
      const body = JSON.stringify({ amountMb: 1, reference: text, expiresOn: text.slice(0, 900) });
      for (const line of [
        'X-API-Key',
        'Authorization',
        'Idempotency-Key',
        'X-Request-Id',
        'Content-Type',
        'Origin',
      ])
        await raw(`GET ${SIM} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${line}: ${text}\r\n\r\n`);
      await raw(request(QUOTA, [JSON_LINE, `Content-Length: ${Buffer.byteLength(body)}`], body));
      await raw(request(`GET /sims/${text.replaceAll(' ', '+').slice(0, 1000)}`));
    }

    expect(performance.now() - begin).toBeLessThan(promisedMs(5_000));
  });

  it('does not disturb others, however many connections stay idle or slow', async () => {
    const port = Number(new URL(gateway.url).port);
    const sockets = await Promise.all(Array.from({ length: 500 }, () => idle(port)));

    const begin = performance.now();
    for (let times = 0; times < 20; times++) await gateway.http.get(SIM).expect(200);
    const ms = performance.now() - begin;

    for (const socket of sockets) socket.destroy();
    expect(ms).toBeLessThan(promisedMs(5_000));
  });
});

/** Half a request that is never completed. */
function idle(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET ${SIM} HTTP/1.1\r\nHo`, () => resolve(socket)),
    );
    socket.on('error', reject);
  });
}
