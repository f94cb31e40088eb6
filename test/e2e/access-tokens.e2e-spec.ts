import { generateKeyPair, importJWK, exportSPKI, UnsecuredJWT, type CryptoKey } from 'jose';
import { randomUUID } from 'node:crypto';
import { AccessTokens } from '../../src/access/access-tokens';
import { SigningKeys } from '../../src/access/signing-keys';
import { Gateway } from '../harness/gateway';
import { keyOf, tester } from '../harness/test-client';
import { TokenIssuer, type TokenClaims } from '../harness/token-issuer';
import { startOver } from './freebit-routes';

const SIM = '/sims/09012345678';
const now = () => Math.floor(Date.now() / 1000);

describe('access tokens', () => {
  let issuer: TokenIssuer;
  let gateway: Gateway;
  beforeAll(async () => {
    issuer = await TokenIssuer.start();
    gateway = await Gateway.start(issuer.settings);
  });
  beforeEach(() => {
    startOver(gateway);
  });
  afterAll(async () => {
    await gateway.close();
    await issuer.close();
  });

  const get = (token: string, path = SIM) =>
    gateway.stranger.get(path).set('Authorization', `Bearer ${token}`);

  it.each(['sims:read', 'openid sims:read profile', ' sims:read '])(
    'with scope %j may read',
    async (scope) => {
      await get(await issuer.sign({ scope })).expect(200);
    },
  );

  it.each([['sims:read'], [['quota:write', 'sims:read']]])('with scp %j may read', async (scp) => {
    await get(await issuer.sign({ scope: undefined, scp })).expect(200);
  });

  it.each(['', 'openid', 'sims:reader', 'quota:write', 'SIMS:READ'])(
    'with scope %j may not',
    async (scope) => {
      const { body } = await get(await issuer.sign({ scope })).expect(403);

      expect(body.code).toBe('PERMISSION_DENIED');
      expect(gateway.freebit.journal.entries()).toEqual([]);
    },
  );

  it.each(['RS256', 'ES384', 'EdDSA'])(
    'may be signed with %s, by a newly published key',
    async (algorithm) => {
      const own = await TokenIssuer.start();
      const key = await own.takeNewKey(algorithm);
      const trusting = await Gateway.start(own.settings);

      const token = await own.sign({}, { alg: algorithm, typ: 'at+jwt' }, key);

      await trusting.stranger.get(SIM).set('Authorization', `bearer ${token}`).expect(200);
      await trusting.close();
      await own.close();
    },
  );

  it('are offered in WWW-Authenticate beside API keys, which stay valid', async () => {
    const { headers } = await gateway.stranger.get(SIM).expect(401);

    expect(headers['www-authenticate']).toBe(
      'ApiKey realm="freebit-gateway", Bearer realm="freebit-gateway"',
    );
    await gateway.stranger.get(SIM).set(keyOf()).expect(200);
  });

  it('never identify a caller as an API client, even with the same name as subject', async () => {
    const line = '08055559999';
    gateway.freebit.lines.seed(line);
    const token = await issuer.sign({ sub: 'tester', scope: 'quota:write' });
    const key = randomUUID();
    const add = () =>
      gateway.stranger.post(`/sims/${line}/quota`).set('Idempotency-Key', key).send({ amountMb: 1 });

    const byToken = await add().set('Authorization', `Bearer ${token}`).expect(201);
    const byKey = await add().set(keyOf(tester)).expect(201);

    expect(byKey.body.operationId).not.toBe(byToken.body.operationId);
    await get(token, `/operations/${byToken.body.operationId}`).expect(200);
    await get(token, `/operations/${byKey.body.operationId}`).expect(404);
  });

  describe('are refused, and nothing is sent,', () => {
    const forged: Record<string, () => Promise<string> | string> = {
      'with another issuer': () => issuer.sign({ iss: 'http://127.0.0.1:1/' }),
      'without an issuer': () => issuer.sign({ iss: undefined }),
      'with another audience': () => issuer.sign({ aud: 'another' }),
      'without an audience': () => issuer.sign({ aud: undefined }),
      'that have ended': () => issuer.sign({ exp: now() - 60 }),
      'that begin later': () => issuer.sign({ nbf: now() + 120 }),
      'without an end': () => issuer.sign({ exp: null }),
      'without a subject': () => issuer.sign({ sub: undefined }),
      'with an empty subject': () => issuer.sign({ sub: '' }),
      'of another kind': () => issuer.sign({}, { typ: 'logout+jwt' }),
      'that are not signed (alg none)': () =>
        new UnsecuredJWT({ scope: 'sims:read', sub: 'app' })
          .setIssuer(issuer.url)
          .setAudience(issuer.audience)
          .setExpirationTime('5m')
          .encode(),
      'that are signed with the public key as a secret': async () => {
        const own = (await importJWK({ ...issuer.published[0] }, 'ES256')) as CryptoKey;
        const secret = new TextEncoder().encode(await exportSPKI(own));
        return issuer.sign({}, { alg: 'HS256' }, secret);
      },
      'that are signed with a key of their own': async () => {
        return issuer.sign({}, {}, (await generateKeyPair('ES256')).privateKey);
      },
      'that bring their key along': async () => {
        const { privateKey } = await generateKeyPair('ES256');
        return issuer.sign(
          {},
          { jku: 'http://127.0.0.1:1/keys', x5u: 'http://127.0.0.1:1/keys' },
          privateKey,
        );
      },
      'with a critical extension that is not supported': () =>
        issuer.sign({}, { crit: ['demanded'], demanded: 'x' }),
      'whose claims were changed': async () => {
        const [header, , signature] = (await issuer.sign({ scope: '' })).split('.');
        const claims = {
          iss: issuer.url,
          aud: issuer.audience,
          sub: 'app',
          scope: 'sims:read',
          exp: now() + 60,
        };
        return `${header}.${b64(claims)}.${signature}`;
      },
      'without a signature': async () => (await issuer.sign()).replace(/[^.]+$/, ''),
      'that are longer than 8 KiB': () => issuer.sign({ padding: 'x'.repeat(9_000) }),
      'that are none': () => 'nonsense',
      'that are API keys': () => tester.key,
    };

    it.each(Object.entries(forged))('%s', async (_, make) => {
      const { body, headers } = await get(await make()).expect(401);

      expect(body).toMatchObject({ code: 'UNAUTHENTICATED', errors: [] });
      expect(headers['www-authenticate']).toContain('Bearer realm="freebit-gateway", error="invalid_token"');
      expect(gateway.freebit.journal.entries()).toEqual([]);
    });

    it('with 30 kB, which is more than the headers may hold', async () => {
      const { body } = await get(await issuer.sign({ padding: 'x'.repeat(22_000) })).expect(431);

      expect(body.code).toBe('HEADERS_TOO_LARGE');
    });

    it.each([
      ['Basic', () => 'Basic dGVzdDp0ZXN0'],
      ['a key in the wrong place', () => tester.key],
      ['nothing', () => 'Bearer'],
    ])('as %s in Authorization', async (_, value) => {
      await gateway.stranger.get(SIM).set('Authorization', value()).expect(401);
    });

    it('beside an API key, although both are good', async () => {
      await get(await issuer.sign())
        .set(keyOf())
        .expect(401);
    });
  });

  it('without a key id are tried with every key of their algorithm', async () => {
    const own = await TokenIssuer.start();
    const keys = [await own.takeNewKey('RS256'), await own.takeNewKey('RS256')];
    const trusting = await Gateway.start(own.settings);
    const ask = (token: string) => trusting.stranger.get(SIM).set('Authorization', `Bearer ${token}`);

    for (const key of keys) await ask(await own.sign({}, { alg: 'RS256', kid: undefined }, key)).expect(200);

    const stranger = (await generateKeyPair('RS256')).privateKey;
    await ask(await own.sign({}, { alg: 'RS256', kid: undefined }, stranger)).expect(401);
    await trusting.close();
    await own.close();
  });

  it('put no personal name into the log or into answers', async () => {
    const lines: string[] = [];
    const telling = await Gateway.start(
      { ...issuer.settings, LOG_LEVEL: 'info' },
      { write: (line) => lines.push(line) },
    );
    for (const sub of ['taro.yamada@example.ne.jp', 'taro.yamada']) {
      const token = await issuer.sign({ sub });
      await telling.stranger.get(SIM).set('Authorization', `Bearer ${token}`).expect(200);
      await telling.stranger
        .get('/operations?state=unknown')
        .set('Authorization', `Bearer ${token}`)
        .expect(403);
    }

    expect(lines.join()).toMatch(/"caller":"jwt:#/);
    expect(lines.join()).not.toMatch(/yamada/);
    await telling.close();
  });

  it('with unknown key ids do not make the gateway fetch the keys again and again', async () => {
    await get(await issuer.sign());
    const before = issuer.requests;

    const tokens = await Promise.all(
      Array.from({ length: 200 }, () => issuer.sign({}, { kid: randomUUID() })),
    );
    const answers = await Promise.all(tokens.map((token) => get(token)));

    for (const { status } of answers) expect([401, 503]).toContain(status);
    const { body, headers } = await get(await issuer.sign({}, { kid: randomUUID() })).expect(503);
    expect(body.code).toBe('AUTHENTICATION_UNAVAILABLE');
    expect(Number(headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(issuer.requests - before).toBeLessThanOrEqual(1);
  });

  it('are accepted while the issuer is down, or answered with 503 if its keys were never fetched', async () => {
    const own = await TokenIssuer.start();
    own.isAway = true;
    const trusting = await Gateway.start(own.settings);
    const token = await own.sign();

    const ask = (at: Gateway, shown: string) => at.stranger.get(SIM).set('Authorization', `Bearer ${shown}`);
    const { body, headers } = await ask(trusting, token).expect(503);
    await ask(trusting, token).expect(503);

    expect(body).toMatchObject({ code: 'AUTHENTICATION_UNAVAILABLE', retryable: true });
    expect(headers['retry-after']).toBe('1');
    expect(own.requests).toBe(1);
    issuer.isAway = true;
    await ask(gateway, await issuer.sign()).expect(200);
    await trusting.close();
    await own.close();
    issuer.isAway = false;
  });
});

describe('the caller of a token', () => {
  let issuer: TokenIssuer;
  beforeAll(async () => (issuer = await TokenIssuer.start()));
  afterAll(() => issuer.close());

  async function callerOf(claims: TokenClaims, linesClaim?: string): Promise<unknown> {
    const keys = new SigningKeys(`${issuer.url}/keys`);
    const rules = { issuer: issuer.url, audience: issuer.audience, secret: 'secret', linesClaim };
    const tokens = new AccessTokens(keys, rules);
    const caller = await tokens.callerOf(await issuer.sign(claims));
    await tokens.close();
    return caller;
  }

  it.each([
    [
      ['0901*', 'AAA0_*'],
      ['0901*', 'AAA0_*'],
    ],
    ['0901* AAA0_1', ['0901*', 'AAA0_1']],
    [[], []],
    [undefined, []],
    [['0901*', 7], []],
    [['0901*', 'no line'], []],
    [{ '0901*': true }, []],
    [['+8190*'], []],
  ])('with the lines %j may use %j', async (lines, expected) => {
    expect(await callerOf({ lines }, 'lines')).toMatchObject({ lines: expected });
  });

  it('may use every line if no lines claim is configured', async () => {
    expect(await callerOf({ lines: ['0901*'] })).not.toHaveProperty('lines');
  });

  it.each([
    ['a person', { sub: 'taro.yamada@example.ne.jp' }, /^jwt:#[\w-]{22}$/],
    ['a name', { sub: 'taro-yamada' }, /^jwt:#[\w-]{22}$/],
    ['a person of an application', { sub: 'taro@a.jp', client_id: 'taro@a.jp' }, /^jwt:#[\w-]{22}$/],
    ['a number', { sub: '09012345678', client_id: '09012345678' }, /^jwt:#[\w-]{22}$/],
    ['an application', { sub: 'portal', client_id: 'portal' }, /^jwt:portal$/],
    ['an application, by azp', { sub: 'portal', azp: 'portal' }, /^jwt:portal$/],
    ['a UUID', { sub: '0f8fad5b-d9cb-469f-a165-70867728950e' }, /^jwt:0f8fad5b-/],
  ])('has a name that reveals no person: %s', async (_, claims, id) => {
    expect(await callerOf(claims)).toMatchObject({ id: expect.stringMatching(id) });
    expect(await callerOf(claims)).toEqual(await callerOf(claims));
  });
});

function b64(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
