import { exportJWK, generateKeyPair } from 'jose';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { SigningKeys, SigningKeysUnavailable } from './signing-keys';

const TIMING = { coolDownMs: 30, freshMs: 600, usableMs: 86_400 };

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

describe('the keys of an issuer', () => {
  let server: Server;
  let requests: number;
  let answer: () => { status: number; body: string } | 'nothing';
  let jwks: string;
  let nowMs: number;
  let keys: SigningKeys;

  beforeAll(async () => {
    const { publicKey } = await generateKeyPair('ES256', { extractable: true });
    jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'known', alg: 'ES256' }] });
    server = createServer((_request, response) => {
      requests++;
      const told = answer();
      if (told === 'nothing') return;
      const { status, body } = told;
      response.writeHead(status, { location: '/elsewhere' }).end(body);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  beforeEach(() => {
    [requests, nowMs] = [0, 1_000_000];
    answer = () => ({ status: 200, body: jwks });
    keys = new SigningKeys(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      {},
      TIMING,
      () => nowMs,
    );
  });
  afterEach(() => keys.close());
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const find = (kid = 'known') => keys.find({ alg: 'ES256', kid });

  it('are fetched once for many callers', async () => {
    await Promise.all(Array.from({ length: 20 }, () => find()));

    expect(requests).toBe(1);
  });

  it('are fetched again for an unknown key id, but not before the pause is over', async () => {
    await find();
    for (let times = 0; times < 5; times++)
      await expect(find('unknown')).rejects.toThrow(SigningKeysUnavailable);
    expect(requests).toBe(1);

    nowMs += TIMING.coolDownMs;
    await expect(find('unknown')).rejects.toThrow('no applicable key');
    await expect(find('unknown')).rejects.toThrow(SigningKeysUnavailable);

    expect(requests).toBe(2);
  });

  it('that are unknown during the pause fail with the rest of the pause as Retry-After', async () => {
    const slow = new SigningKeys(urlOf(server), {}, { ...TIMING, coolDownMs: 30_000 }, () => nowMs);
    await slow.find({ alg: 'ES256', kid: 'known' });
    nowMs += 10_500;

    const failure: unknown = await slow
      .find({ alg: 'ES256', kid: 'unknown' })
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ retryAfterSeconds: 20 });
    await slow.close();
  });

  it('are fetched through the configured proxy, unless their host is excepted', async () => {
    const seen: string[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      seen.push(request.url ?? '');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    const through = new SigningKeys(
      'http://issuer.example/keys',
      { http: urlOf(proxy) },
      TIMING,
      () => nowMs,
    );
    const past = new SigningKeys(
      urlOf(server),
      { http: urlOf(proxy), except: '127.0.0.1' },
      TIMING,
      () => nowMs,
    );

    await expect(through.find({ alg: 'ES256', kid: 'known' })).rejects.toThrow(SigningKeysUnavailable);
    await expect(past.find({ alg: 'ES256', kid: 'known' })).resolves.toBeDefined();

    expect(seen).toEqual(['issuer.example:80']);
    await Promise.all([through.close(), past.close()]);
    proxy.close();
  });

  it.each([
    ['an error', () => ({ status: 500, body: 'no' })],
    ['something other than JSON', () => ({ status: 200, body: '<html>' })],
    ['no keys', () => ({ status: 200, body: '{}' })],
    ['a redirect', () => ({ status: 302, body: '' })],
    ['a huge body', () => ({ status: 200, body: jwks + ' '.repeat(300_000) })],
  ])(
    'are unavailable when the issuer answers with %s, and are not fetched again during the pause',
    async (_, told) => {
      answer = told;

      for (let times = 0; times < 3; times++) await expect(find()).rejects.toThrow(SigningKeysUnavailable);

      expect(requests).toBe(1);
      answer = () => ({ status: 200, body: jwks });
      nowMs += TIMING.coolDownMs;
      await expect(find()).resolves.toBeDefined();
    },
  );

  it('stay valid while the issuer is down, until they are too old', async () => {
    await find();
    answer = () => ({ status: 503, body: '' });

    nowMs += TIMING.freshMs + 1;
    await expect(find()).resolves.toBeDefined();
    while (requests < 2) await pause(5);
    nowMs += TIMING.usableMs;

    await expect(find()).rejects.toThrow(SigningKeysUnavailable);
  });

  it('are refreshed from time to time', async () => {
    await find();
    nowMs += TIMING.freshMs + 1;
    answer = () => ({ status: 200, body: '{"keys":[]}' });

    // A token at this moment does not wait for the refresh, which therefore shows only later.
    await expect(find()).resolves.toBeDefined();
    const later = () => find().then(() => pause(5), String);
    let failure: unknown;
    while (failure === undefined) failure = await later();
    expect(failure).toContain('SigningKeysUnavailable');
  });

  it('that are still valid are used at once while the issuer is slow', async () => {
    await find();
    nowMs += TIMING.freshMs + 1;
    answer = () => 'nothing';

    const found = await Promise.race([find(), pause(2_900, 'late')]);

    expect(found).not.toBe('late');
  });
});
